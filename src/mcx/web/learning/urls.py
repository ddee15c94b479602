"""The addresses of the pages of learning."""

from django.urls import URLPattern, path

from mcx.web.learning import pages

app_name = "learning"
urlpatterns: list[URLPattern] = [
    path("mine", pages.mine, name="mine"),
    path("apply/<slug:code>", pages.apply, name="apply"),
    path("applications/<int:key>/withdraw", pages.withdraw_application, name="application-withdraw"),
    path("places/<int:key>/leave", pages.leave, name="leave"),
    path("admissions", pages.admissions, name="admissions"),
    path("admissions/<int:key>", pages.application, name="application"),
    path("admissions/<int:key>/admit", pages.admit, name="admit"),
    path("admissions/<int:key>/refuse", pages.refuse, name="refuse"),
    path("classes", pages.classes, name="classes"),
    path("classes/<slug:code>", pages.class_list, name="class"),
    path("classes/<slug:code>/<int:key>/grade", pages.grade, name="grade"),
]
