"""The deck: all cards of a role play, in the order in which a menu shows them.

What a card does rests on a passage of the source document or on a publication, how much of it on a
judgment; the sizes are near those of the policies in the library of scenarios, so that a game can be
compared with them.
"""

from typing import Final

from detente.teaching.roleplay.cards import Card, Kind, Move

__all__ = ["CARDS"]

_STATE: Final[tuple[Kind, ...]] = ("state",)
_POWERS: Final[tuple[Kind, ...]] = ("great_power", "organization")
_CBM: Final = "document: Confidence-Building Measures"
_CSBM: Final = "document: Confidence- and Security-Building Measures (CSBMs) in Central Asia"
_LESSONS: Final = "document: Lessons Learned and Recommendations for Effective Demilitarization"
_CHALLENGES: Final = "document: Challenges Encountered in Demilitarization Processes"
_CRIME: Final = "document: Combating Cross-Border Crime and Insurgency"
_TRADE: Final = "document: Promoting Economic Connectivity"
_FUTURE: Final = "document: Future Directions for Border Demilitarization in Central Asia"
_ACTORS: Final = "document: The Role of International and Regional Actors"
_GREAT: Final = "document: Influence of Russia and China on Demilitarization Efforts"

CARDS: Final[tuple[Card, ...]] = (
    Card(
        "withdraw",
        _STATE,
        "border",
        "Pull back three percent of your own troops on this border each month, whatever they do.",
        _LESSONS,
        "half of the monthly share of the variant unilateral-withdrawal",
        (Move("cut", 0.03, side="own"),),
    ),
    Card(
        "reinforce",
        _STATE,
        "border",
        "Send three percent more of your own troops to this border each month.",
        _CHALLENGES,
        "as much as a withdrawal, the other way",
        (Move("cut", -0.03, side="own"),),
    ),
    Card(
        "coordinated reduction",
        _STATE,
        "border",
        "Both sides pull back three percent a month and let each other look.",
        _LESSONS,
        "as in the variant coordinated-reduction",
        (
            Move("cut", 0.03),
            Move("csbm", 0.02, ("information_sharing", "transparency", "shared_monitoring")),
        ),
        needs="neighbor",
    ),
    Card(
        "hotline",
        _STATE,
        "border",
        "A telephone line between the commands, and officers who meet, so that a shot can be explained.",
        _CBM,
        "as the hotline of the classroom scenario",
        (Move("csbm", 0.1, ("hotline", "contact_points")),),
        needs="neighbor",
    ),
    Card(
        "joint patrols",
        _STATE,
        "border",
        "Guards of both sides walk the line together and share what they know about smugglers.",
        _CRIME,
        "as in the variant joint-patrols",
        (Move("csbm", 0.06, ("joint_patrols", "shared_monitoring", "information_sharing")),),
        needs="neighbor",
    ),
    Card(
        "open books",
        _STATE,
        "border",
        "Both sides announce exercises and movements beforehand and invite observers.",
        _CSBM,
        "as large as joint patrols",
        (Move("csbm", 0.06, ("early_warning", "transparency", "joint_exercises")),),
        needs="neighbor",
    ),
    Card(
        "village talks",
        _STATE,
        "border",
        "Mayors and villagers of both banks meet, with the blessing of both governments.",
        _CBM,
        "as the hotline of the classroom scenario",
        (Move("csbm", 0.1, ("dialogue",)),),
        needs="neighbor",
    ),
    Card(
        "open the crossings",
        _STATE,
        "border",
        "Pay for roads, customs houses and longer hours; it adds up if the neighbor does so too.",
        _TRADE,
        "half of what the variant economic-incentives spends",
        (Move("facilitation", 0.2),),
    ),
    Card(
        "close the crossings",
        _STATE,
        "border",
        "Shut half of the crossings by decree.",
        _CHALLENGES,
        "half, so that two decrees shut all",
        (Move("closure", 0.5),),
    ),
    Card(
        "gesture of good will",
        _STATE,
        "border",
        "Release prisoners or return a body: once, and the neighbor trusts you a little more.",
        "publication: Osgood 1962, An Alternative to War or Surrender (medium)",
        "a twentieth of the scale, about a tenth of ordinary trust",
        (Move("trust", 0.05, side="other"),),
    ),
    Card(
        "accuse in public",
        _STATE,
        "border",
        "Blame the neighbor before the cameras: once, and the neighbor trusts you a little less.",
        _CHALLENGES,
        "as large as a gesture, the other way",
        (Move("trust", -0.05, side="other"),),
    ),
    Card(
        "speak for peace",
        _STATE,
        "home",
        "Win your parliament and your generals for cooperation: political will rises.",
        _LESSONS,
        "a good part of the distance between an unwilling and a willing government",
        (Move("will", 0.15),),
    ),
    Card(
        "speak of strength",
        _STATE,
        "home",
        "Win votes with firmness: political will to cooperate falls.",
        _CHALLENGES,
        "as large as speaking for peace, the other way",
        (Move("will", -0.15),),
    ),
    Card(
        "do more",
        _POWERS,
        "world",
        "Double your effort: more of all that you can do, wherever you see most need.",
        _ACTORS,
        "doubled, as the UN's in the variant international-support",
        (Move("effort", 1.0, of_own=True),),
    ),
    Card(
        "turn away",
        _POWERS,
        "world",
        "Take your people home: no effort of yours in this period.",
        _ACTORS,
        "nothing is left, as in the variant support-withdrawn",
        (Move("effort", -20.0),),
    ),
    Card(
        "pay for roads and customs",
        _POWERS,
        "border",
        "Money for crossings, customs and roads on one border.",
        _GREAT,
        "as much as the railway of central-asia brings to a border",
        (Move("facilitation", 0.3),),
    ),
    Card(
        "offer good offices",
        _POWERS,
        "border",
        "A neutral table and technicians on one border: talks, hotlines and monitors become easier.",
        "document: United Nations Initiatives",
        "half of what two willing neighbors can do at once",
        (Move("csbm", 0.03, ("dialogue", "hotline", "shared_monitoring")),),
    ),
    Card(
        "compete",
        ("great_power",),
        "world",
        "Work against the other great power in the region: rivalry rises.",
        _GREAT,
        "about a quarter of the way from today's rivalry to an open one",
        (Move("rivalry", 0.15),),
    ),
    Card(
        "concert",
        ("great_power",),
        "world",
        "Agree with the other great power to leave the region in peace: rivalry falls.",
        _GREAT,
        "twice as much as competing: both have to want it",
        (Move("rivalry", -0.3),),
        needs="rival",
    ),
    Card(
        "ask to join",
        _STATE,
        "power",
        "Ask an organization to take you in; for good, if it admits you in this period.",
        "document: Central Asian Security Frameworks Supporting Demilitarization",
        "membership is all or nothing",
        (Move("membership", 1.0, lasts=True, sets=True),),
        needs="organization",
        counterpart="admit",
    ),
    Card(
        "admit",
        ("organization",),
        "state",
        "Take in a state that asks for it in this period.",
        "document: Central Asian Security Frameworks Supporting Demilitarization",
        "membership is all or nothing",
        (),
        needs="applicant",
        counterpart="ask to join",
    ),
    Card(
        "leave",
        _STATE,
        "power",
        "Leave an organization, for good.",
        _CHALLENGES,
        "membership is all or nothing",
        (Move("membership", 0.0, lasts=True, sets=True),),
    ),
)
"""All cards, in the order in which a menu shows them."""
