"""The addresses of the pages of quality."""

from django.urls import path

from mcx.web.quality import pages

app_name = "quality"
urlpatterns = [
    path("", pages.desk, name="desk"),
    path("<int:review_id>/", pages.review, name="review"),
    path("<int:review_id>/approve", pages.approve, name="approve"),
    path("<int:review_id>/return", pages.send_back, name="return"),
]
