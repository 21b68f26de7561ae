"""The real histories that tests run on: the folders of each programme, and when it began."""

PROGRAMMES = {
    "arm-act": ["arm-act"],
    "bitcoin-core-gui": ["bitcoin-core-gui"],
    "gitlab-wavelength": ["gitlab-wavelength"],
    "httpwg-http-extensions": ["httpwg-http-extensions"],
    "moq-transport": ["moq-transport"],
    "mozilla": ["mozilla-login-webmaker-org", "mozilla-webmaker-core", "mozilla-webmaker-login-ux"],
    "pyart": ["pyart"],
    "rust-sample": ["rust-sample"],
    "tls13-spec": ["tls13-spec"],
}
STARTED_ON = {
    "arm-act": "2019-03-01",
    "bitcoin-core-gui": "2020-06-01",
    "gitlab-wavelength": "2022-07-01",
    "httpwg-http-extensions": "2014-06-01",
    "moq-transport": "2022-02-01",
    "mozilla": "2013-01-01",
    "pyart": "2013-01-01",
    "rust-sample": "2012-10-01",
    "tls13-spec": "2014-04-01",
}
