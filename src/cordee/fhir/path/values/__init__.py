"""The values FHIRPath computes with beyond JSON's own: moments with a precision, quantities with a unit."""
