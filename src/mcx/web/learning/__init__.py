"""Pages of the learning domain."""

from django.urls import URLPattern, path

from mcx.web.learning.admissions import admissions, admit, application, refuse
from mcx.web.learning.apply import apply
from mcx.web.learning.classes import class_list, classes, grade
from mcx.web.learning.mine import leave, mine, withdraw_application

app_name = "learning"
urlpatterns: list[URLPattern] = [
    path("mine", mine, name="mine"),
    path("apply/<slug:code>", apply, name="apply"),
    path("applications/<int:key>/withdraw", withdraw_application, name="application-withdraw"),
    path("places/<int:key>/leave", leave, name="leave"),
    path("admissions", admissions, name="admissions"),
    path("admissions/<int:key>", application, name="application"),
    path("admissions/<int:key>/admit", admit, name="admit"),
    path("admissions/<int:key>/refuse", refuse, name="refuse"),
    path("classes", classes, name="classes"),
    path("classes/<slug:code>", class_list, name="class"),
    path("classes/<slug:code>/<int:key>/grade", grade, name="grade"),
]
