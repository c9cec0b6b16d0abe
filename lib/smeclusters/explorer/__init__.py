"""The explorer: weights, rules and cells to move, and the classes that follow at once.

One front end for two hosts. In Jupyter the widget keeps Python and the view in step; on a page of a
built book the same modules run by themselves on what :meth:`Explorer.page` has put there.
"""

from smeclusters.explorer.content import Links as Links
from smeclusters.explorer.content import Words as Words
from smeclusters.explorer.hand_ins import ClassSummary as ClassSummary
from smeclusters.explorer.hand_ins import class_summary as class_summary
from smeclusters.explorer.hand_ins import read_hand_ins as read_hand_ins
from smeclusters.explorer.links import read_links as read_links
from smeclusters.explorer.overlays import Overlay as Overlay
from smeclusters.explorer.script import class_script as class_script
from smeclusters.explorer.script import page_script as page_script
from smeclusters.explorer.script import sentence_script as sentence_script
from smeclusters.explorer.script import style as style
from smeclusters.explorer.story import Step as Step
from smeclusters.explorer.story import read_story as read_story
from smeclusters.explorer.story import study_story as study_story
from smeclusters.explorer.widget import Explorer as Explorer
