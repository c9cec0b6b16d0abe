"""The Sphinx extension of this book: a module for each feature, put together here."""

from sphinx.application import Sphinx

FEATURES = (
    "references",
    "locators",
    "marks",
    "asides",
    "voices",
    "words",
    "explained",
    "formulas",
    "thebe",
    "data",
    "figures",
    "explorer",
    "hero",
    "claims",
    "moving",
    "classpage",
    "questions",
    "exercises",
    "notebook",
    "launch",
    "tasks",
    "api",
    "theme",
    "frame",
    "reading",
    "metadata",
    "version",
    "search",
    "kernels",
)


def setup(app: Sphinx) -> dict[str, bool]:
    for feature in FEATURES:
        app.setup_extension(f"{__name__}.{feature}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
