"""How the slides are built, beside the book: ``make slides``. On the site the book lies in ``../chapters/``."""

project = "Which road?"
author = "The editors of the living edition of QEH Working Paper 71"
language = "en"
root_doc = "argument"
exclude_patterns = ["_static", "_templates"]
templates_path = ["_templates"]
extensions = [
    "myst_nb",
    "sphinx_revealjs",
    "whichroad.sphinx.locators",
    "whichroad.sphinx.kernels",
    "whichroad.sphinx.slides",
]

# As in the book: executed inline, numbers from the code.
nb_execution_mode = "inline"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_eval_name_regex = ".+"
nb_merge_streams = True
nb_mime_priority_overrides = [["revealjs", "text/html", 5], ["revealjs", "text/plain", 10]]
myst_enable_extensions = ["colon_fence"]
myst_url_schemes = {"https": None, "http": None, "page": "{{path}}.html"}

html_copy_source = False
html_favicon = "../../lib/whichroad/sphinx/static/favicon.svg"
revealjs_static_path = ["_static"]
revealjs_style_theme = "slides.css"
revealjs_google_fonts = []
