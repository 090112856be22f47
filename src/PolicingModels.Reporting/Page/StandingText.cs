namespace PolicingModels.Reporting;

/// <summary>What every report, card and record says, in the same words.</summary>
internal static class StandingText
{
    public const string Advisory = "Results are advisory. They order no action against anyone and name no person; whoever decides weighs them with other information and answers for the decision.";

    public const string RecordedCrime = "Recorded crime is not crime. What is not reported, not recorded, or recorded late or in the wrong place is missing here, and it is not missing evenly.";

    public const string FeedbackLoop = "Feedback: where police go, more is found and recorded. If offences that officers discover themselves feed the model, it can confirm its own past. Prefer offences reported by the public, and watch what share of the input is police-discovered.";

    public const string RelativeNotLikely = "Categories are relative. A cell of the highest category is where events are relatively more likely, not where they are likely: look at the chance of at least one event beside it.";

    public const string NotPeople = "A cell says nothing about the people who live in it or pass through it. A forecast of a place is no ground for suspicion of a person, nor by itself for a search.";

    public const string NotCause = "The forecast says where, not why, and not what would help. Whether an intervention works has to be evaluated with comparison areas.";

    public const string Borders = "Cells are a grid laid over places. Another origin, size or rotation of the grid moves some cells to another category, and events near an edge could as well have fallen next door.";

    public const string ProtectedCharacteristics = "No protected characteristic (Equality Act 2010, section 4) is an input of grid forecasting models: their inputs are counts of recorded events per place and period. Place can stand in for the characteristics of those who live there, so the burden that results put on different communities should be audited before use.";

    public const string Automation = "People tend to follow a map or to look for what confirms it. Show users where the model failed as well as where it succeeded, and record when and why a result was set aside.";

    public const string ToBeCompleted = "to be completed by the deploying organisation";

    public const string AdvisoryList = "Results are advisory. A place on this list orders no action against anyone; whoever decides looks at each record behind it, weighs it with other information, and answers for the decision.";

    public const string NotConvicts = "A suspect is not a convict: most records behind such lists were never tested in court. The law presumes innocence, and so must every use of the list.";

    public const string SumOfRecords = "A score is a sum of records, not a measure of a person or a place: it says what was recorded and how gravely the index weighs it, not what will happen, nor why.";

    public const string OneRecord = "Where one offence carries a whole place, the place is that one record. If the record is wrong, was reclassified or ended in acquittal, so is the place.";

    public const string UnevenRecords = "Who is named as a suspect, and for what, depends on where police look and who reports. If that is uneven between communities, the list is uneven in the same way; audit it before use.";

    public const string ListChurn = "High-harm lists turn over strongly: most who are listed one year were not the year before. A list goes stale; places on it expire.";

    public const string ProtectedCharacteristicsOfLists = "No protected characteristic (Equality Act 2010, section 4) enters a harm score: its inputs are offence codes, days, roles and the index. Records can stand in for such characteristics, so the burden that the list puts on different communities should be audited before use.";

    public static readonly string[] ListHazards = [RecordedCrime, NotConvicts, SumOfRecords, OneRecord, UnevenRecords, ListChurn, Automation];

    public static readonly string[] Hazards = [RecordedCrime, FeedbackLoop, RelativeNotLikely, NotPeople, NotCause, Borders, Automation];
}
