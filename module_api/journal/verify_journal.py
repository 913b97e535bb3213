#!/usr/bin/env python3
"""Vérifie un export du journal des demandes d'accès, sans rien d'autre que Python 3.

    verify_journal.py journal.jsonl [RANG:EMPREINTE]

Le deuxième argument est une empreinte notée auparavant : elle dit si la fin du journal a été enlevée ou réécrite depuis.
La méthode est décrite dans README.md, à côté. Code de retour : 0 si tout tient, 1 sinon.
"""
import hashlib
import json
import sys

FORM = "gn_demandes.evenement/1"


def frame(field):
    if field is None:
        return b"-"
    data = str(field).encode("utf-8")
    return b"%d:%s," % (len(data), data)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).hexdigest()


def digest(event):
    fields = [FORM, event["rang"], event["id_evenement"], event["id_demande"], event["id_lot"], event["kind"],
              event["state_before"], event["state_after"], event["at"], event["detail"], event["personnel_sha256"],
              event["precedent"]]
    return sha256(*(frame(field) for field in fields))


def personal_digest(personal):
    fields = [personal["id_role"], personal["motif"], personal["detail"]]
    return sha256(bytes.fromhex(personal["sel"]), *(frame(field) for field in fields))


def verify(lines, anchor):
    wrong, rang, precedent, states, anchored = [], 0, "00" * 32, {}, anchor is None
    for line in lines:
        event = json.loads(line)
        rang += 1
        where = "rang %d, événement %s, demande %s" % (event["rang"], event["id_evenement"], event["id_demande"])
        if event["rang"] != rang:
            wrong.append("%s : le rang %d manque" % (where, rang))
            rang = event["rang"]
        if event["precedent"] != precedent:
            wrong.append("%s : il ne suit pas le précédent" % where)
        if digest(event) != event["sha256"]:
            wrong.append("%s : ce n'est plus ce qui a été inscrit" % where)
        personal = event.get("personnel")
        if personal is not None and personal_digest(personal) != event["personnel_sha256"]:
            wrong.append("%s : la partie personnelle n'est plus ce qui a été inscrit" % where)
        precedent = event["sha256"]
        anchored = anchored or anchor == "%d:%s" % (rang, precedent)
        if event["state_after"] is not None:
            key = (event["id_demande"], event["id_lot"])
            if states.get(key, event["state_before"]) != event["state_before"]:
                wrong.append("%s : la transition ne part pas de l'état du journal" % where)
            states[key] = event["state_after"]
    if not anchored:
        wrong.append("l'empreinte notée n'est pas dans la chaîne : la fin du journal a été enlevée ou réécrite")
    return rang, precedent, wrong


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.stderr.write(__doc__)
        return 2
    with open(arguments[0], encoding="utf-8") as lines:
        rang, head, wrong = verify(lines, arguments[1].lower() if len(arguments) == 2 else None)
    for line in wrong:
        print("ANOMALIE", line)
    print("%d événement(s), %d anomalie(s). Empreinte à noter : %d:%s" % (rang, len(wrong), rang, head))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
