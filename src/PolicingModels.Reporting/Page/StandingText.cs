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

    public static readonly string[] Hazards = [RecordedCrime, FeedbackLoop, RelativeNotLikely, NotPeople, NotCause, Borders, Automation];
}
