"""The synthesis of a record on one sheet of paper: what a doctor on call reads, who to ring."""
