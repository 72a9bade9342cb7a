"""Sentences for the tests of hedges: the cue in question stands in brackets.

Written for the tests, after what hedges and their look-alikes do in real articles.
"""

from __future__ import annotations

NEAR_MISSES = {
    "may as a name or a month": """
        Theresa [May] met the envoy.
        The vote is on [May] 5.
        The bridge was shut in [May].
        The law took effect last [May].
        Elaine [May] directed the film.
        By late [May] the ice had gone.
        Since [May] 2014 the mill has stood empty.
        Between [May] and July it rained on nine days.
        Brian [May] played two songs.
        It opened in early [May] and closed in June.""",
    "may that permits or concedes": """
        Visitors [may] bring one bag each.
        The loser [may] appeal within ten days.
        No member [may] serve more than two terms.
        Candidates [may] withdraw until Friday evening.
        Under the rule a ship [may] anchor for two nights.
        Drivers [may] not stop on the bridge.
        A landlord [may] enter with a day's notice.
        Residents [may] pick up sandbags at the depot.
        Each household [may] claim the grant once.
        The clerk said nobody [may] film in the hall.""",
    "might, must and can as nouns": """
        The [might] of the fleet was on show.
        They pushed with all their [might].
        A visit is a [must] for walkers.
        He kicked the [can] down the road.
        It showed the military [might] of the north.
        She opened a [can] of paint.""",
    "could of ability or of the past": """
        She [could] not walk for a week.
        He [could] hear the bells from his cell.
        By six she [could] read and write.
        They [could] not find the key.
        The crew [could] see the lights of the port.
        We [could] not reach the office by phone.
        He ran as fast as he [could].
        Nobody [could] open the gate.
        They [could] afford only one ticket.
        The firm [could] not pay its staff in March.
        She [could] swim before she [could] walk.
        The drivers [could] barely see the road.
        Those who [could] leave had left.
        He saved what he [could].
        The two sides [could] not agree on a price.""",
    "would of habit and of the past": """
        As a boy he [would] fish there every evening.
        On Sundays they [would] walk to the lake.
        She [would] often sing while she worked.
        Each winter the pipes [would] freeze.
        He [would] wave from the window as we passed.
        The council [would] not comment.
        The company [would] not say how many were hurt.
        Neither side [would] give way.""",
    "would of reported future": """
        He said he [would] resign on Friday.
        The ministry announced that the road [would] close for a week.
        She promised she [would] return the money.
        The airline said it [would] add two flights.
        They agreed that the vote [would] be held in June.
        The court ruled that the sale [would] stand.
        The mayor pledged that taxes [would] not rise.
        He told reporters he [would] not run again.
        The bank confirmed it [would] cut 200 jobs.
        She vowed she [would] appeal.""",
    "would of terms and wishes": """
        The bill [would] raise the fee to $40.
        The plan [would] add 200 beds.
        She [would] like to thank the staff.
        Readers who [would] like a copy can write to us.
        The rule [would] apply to all firms with ten staff.
        The measure [would] ban the sale of fireworks.""",
    "should, must and can": """
        The council [should] act at once.
        Drivers [should] carry chains.
        Parents [should] talk to their children.
        All visitors [must] sign in.
        Firms [must] report every spill.
        You [can] buy tickets at the door.
        The hall [can] seat 400.
        Members [can] vote by post.
        The lift [can] carry ten people.
        Voters [can] register until Monday.
        Anyone with news [should] call the police.
        Riders [must] wear a helmet.""",
    "likely that counts or compares": """
        [Likely] voters were polled in the spring.
        Among [likely] voters she led by four points.
        The poll asked 800 [likely] voters.
        Men were more [likely] than women to smoke.
        Children there are twice as [likely] to be ill.
        Tenants were less [likely] than owners to vote.
        Smokers were three times as [likely] to be admitted.""",
    "appear in a place": """
        He [appeared] in court on Monday.
        She [appeared] on stage with her sister.
        The singer [appears] in two films this year.
        They [appeared] before a judge.
        The ad [appeared] in three papers.
        He will [appear] at the festival.
        Her name [appears] on the list.
        The notice [appeared] on the door at noon.
        It first [appeared] in print in 1902.""",
    "if and its kin": """
        [If] the vote fails, the bill goes back to committee.
        Call this number [if] you have seen the dog.
        The fine doubles [if] it is paid late.
        Tickets are free [if] you live in the town.
        [Unless] the court objects, the sale goes ahead.
        He asked [if] the shop was open.
        The fee varies [depending on] the weight.
        Keep the receipt [in case] you want to return it.
        [Assuming] office in May, she named a new team.
        [Provided that] the form is signed, the money is paid.""",
    "whether in questions that are told": """
        The police are looking into [whether] the door was locked.
        Members will vote on [whether] to sell the hall.
        She was asked [whether] she had seen the letter.
        The judge will rule on [whether] the tape can be used.
        They argued about [whether] to stay.
        He declined to say [whether] he had paid.""",
    "possible and potential": """
        Call as soon as [possible].
        They worked as fast as [possible].
        The tour made it [possible] to raise $4,000.
        The firm met two [potential] buyers.
        Police named a [potential] witness.
        We did everything [possible] to save it.
        The sign warns of [potential] hazards.
        They want the best price [possible].
        The grant made the repair [possible].
        He has great [potential] as a bowler.""",
    "believe, think and suspect with other objects": """
        He [suspected] nothing.
        The [suspected] thief was held overnight.
        [I believe] in hard work.
        [I think] of her every day.
        [We believe] in our town.
        He [assumed] office in March.
        She [assumed] the role of captain.
        [I feel] cold in here.
        They [assumed] control of the port at dawn.""",
    "sources and insiders of other kinds": """
        The lake is [a source] of drinking water.
        Tourism is [a source] of income for the valley.
        The lamp was [a source] of light.
        He was jailed for [an insider] trade.
        The river is [a source] of pride.
        [Studies show] up on the shelf in red folders.""",
    "expected, set, supposed and bound": """
        He [set to] work at once.
        The book is [bound to] the old size.
        She made [sure to] lock the door.
        You are [supposed] to knock first.
        The bus was [supposed] to leave at nine.
        He has made [sure to] pay his debts.
        Staff are [supposed] to wear badges.
        They [set to] and cleared the road.""",
    "rumours as things": """
        She laughed off the [rumors].
        He denied the [rumours].
        The song is called [Rumors].
        The minister put an end to the [speculation].
        Land [speculation] ruined the bank in 1873.
        Her hearing aid fits well, [rumour] or not.""",
    "about, around and almost": """
        She fell [about] two metres.
        They talked [about] the harvest.
        He walked [around] the pond.
        The hall was [almost] full.
        [Nearly] 300 people came.
        It is [often] windy there.
        He [usually] eats at noon.
        The road is [about] a mile long.
        It cost [roughly] $30.
        The bridge was [largely] rebuilt in 1950.""",
    "looks, sounds and signs": """
        The arrow [points to] the exit.
        The hand [points to] twelve.
        It [sounds like] a drum.
        He never [looks] back.
        She [looks] after two dogs.
        A nod is [a sign of] respect there.
        The needle [points to] the north.""",
    "guesses and unknowns of other kinds": """
        Who would [guess] the price?
        [Guess] the weight of the cake and win it.
        The tomb of the [Unknown] Soldier was guarded.
        The [probability] course starts in May.
        He took a [guess] and won the quiz.
        The [hypothesis] was tested on mice.""",
}

HITS = {
    "adverb": """
        The talks [likely] covered the bridge.
        [Perhaps] the old mill will be sold.
        The fire [probably] began in the kitchen.
        The letter was [apparently] never sent.
        It is [possibly] the oldest bridge in the county.
        [Maybe] they simply forgot.
        The thieves [presumably] had a key.""",
    "adjective": """
        The firm is [poised to] grow.
        The motive is [uncertain].
        It is a [plausible] story.""",
    "noun": """
        There is a [possibility] that the roof will give way.
        There is little [likelihood] of a deal.""",
    "modal": """
        The bridge [may] fall.
        This [could] reshape the region.
        It [might] rain on the day of the race.
        The cut [could] cost the town its school.""",
    "modal_perfect": """
        He [would have aimed] to calm them.
        She [may also have raised] it.
        They [might not have known].
        He [must have been] told.
        The two [would likely have discussed] trade.
        The storm [could have moved] the stone.""",
    "evidential": """
        The bridge [appears] to be old.
        The plan [seems] doomed.
        It [looks like] a slow year for the port.
        The bridge is [reportedly] old.""",
    "doxastic": """
        [It is possible] that the bridge is old.
        The bridge [is widely believed to] be haunted.
        The fire [is thought to] have begun in the loft.
        [I suspect] the money is gone.""",
    "investigation": """
        [It remains unclear] who built it.
        Why he left [remains a mystery].
        [It is not known] who paid for it.""",
    "question": """
        [Could this be] the end of the old port?
        [Might] the mayor have other plans?""",
}  # fmt: skip

QUOTED = """
    “The bridge [may] fall,” said Ann Lee.
    “It is [probably] too late,” the mayor said.
    “They [would have known],” said Bo Ruiz.
    “[It seems] odd,” she said.
    “[I think] it was a fox,” the farmer said.
    “[Maybe] we will sell,” Mr. Ito said.
    “The gate [could] be rusty,” said the guard.
    “[It is possible] that he fell,” the doctor said.
    “[It remains unclear] who paid,” the clerk told us."""
