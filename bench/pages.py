"""The pages: the record page as its record grows, then every page of a coordinator's day in a region of 200,000."""

from bench import record_page, region_pages
from bench.report import Figure


def run() -> list[Figure]:
    """Return times and statements of the pages, at three sizes of a record, then at the size of a region."""
    return [*record_page.run(), *region_pages.run()]
