"""Addresses of intelligence products."""

from django.urls import path

from fourpoint.web.products.views import figures, reading, reviewing, writing

app_name = "products"

urlpatterns = [
    path("", reading.list_products, name="list"),
    path("new/", writing.new, name="new"),
    path("use-figure/", figures.use, name="use-figure"),
    path("<int:product>/", reading.product, name="product"),
    path("<int:product>/terms/", writing.terms, name="terms"),
    path("<int:product>/sections/<slug:part>/", writing.section, name="section"),
    path("<int:product>/sections/<slug:part>/cite/", writing.cite, name="cite"),
    path("<int:product>/sections/<slug:part>/cite/figure/", figures.choose, name="cite-figure"),
    path("<int:product>/submit/", writing.submit, name="submit"),
    path("<int:product>/review/", reviewing.review, name="review"),
    path("<int:product>/further/", reviewing.further, name="further"),
    path("<int:product>/next/", writing.write_next, name="next"),
    path("<int:product>/copy/<str:file>", reading.copy, name="copy"),
]
