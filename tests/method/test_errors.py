import pickle

from smeclusters.errors import InputError, Problem, one_of, suggestion


def test_a_problem_names_file_row_field_value_and_remedy():
    problem = Problem("evidence.csv", 7, "rating", "high", "a whole number from -2 to 2")
    assert str(problem) == ('evidence.csv, row 7, rating: found "high", expected a whole number from -2 to 2')


def test_a_missing_value_is_nothing_and_a_long_one_is_cut():
    assert "found nothing" in str(Problem("a.csv", 2, "locator", None, "text"))
    assert len(str(Problem("a.csv", 2, "summary", "word\n" * 100, "less"))) < 120


def test_an_error_holds_all_problems_one_a_line():
    error = InputError([Problem("a", None, None, None, "x"), Problem("b", None, None, None, "y")])
    assert str(error).count("\n") == 1
    assert [problem.file for problem in error.problems] == ["a", "b"]


def test_an_error_survives_being_sent_elsewhere():
    error = InputError([Problem("a", 2, "b", "c", "d")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_suggestions_come_only_where_something_is_close():
    assert suggestion("trst", ["trust", "macro"]) == " (trust?)"
    assert suggestion("zzzzz", ["trust", "macro"]) == ""
    assert one_of(["trust", "macro"], "zzzzz") == "one of trust, macro"
