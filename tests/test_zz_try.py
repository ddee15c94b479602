import pytest, time
from tests.cast import NOW
from tests.learning import cast as learning
from tests.cast import person, university, network

@pytest.mark.django_db
def test_try(client):
    from mcx.credentials import services, selectors
    from mcx.credentials.models import Award, IssuedCredential
    from mcx.wallet import services as wallet
    uni = university("tuni")
    network()
    services.make_key(uni, by=None, at=NOW)
    enrolment = learning.enrolment()
    result = services.grade(enrolment, "1.7", "", by=learning.assessor(), at=NOW)
    a = Award.objects.get()
    item = wallet.claim(a, by=a.learner, at=NOW)
    b = IssuedCredential.objects.get(format="openbadge")
    e = selectors.examine(bytes(b.content), at=NOW)
    for c in e.report: print(c.code, c.outcome, c.message)
    print(e.verdict, e.issuer and e.issuer.name)
    print(b.content.decode()[:3000])
    for url in ["/verify", f"/verify/{a.pk}", "/institutions/tuni/did.json", "/institutions/tuni/status/revocation/1", "/ns/microcred/v1"]:
        r = client.get(url); print(url, r.status_code, r.headers)
    client.force_login(a.learner)
    for url in ["/", "/wallet/", f"/wallet/{item.pk}/", "/wallet/shares/", "/wallet/shares/new", "/wallet/import"]:
        r = client.get(url); print(url, r.status_code)
        assert "{%" not in r.content.decode()
    client.force_login(learning.registrar())
    for url in ["/", "/credentials/", f"/credentials/{a.pk}/", "/credentials/keys/", "/credentials/keys/tuni/self-check", f"/credentials/{a.pk}/revoke"]:
        r = client.get(url); print(url, r.status_code)
