namespace PolicingModels.Seasonality;

/// <summary>One coming month of one series.</summary>
/// <param name="Month">The month.</param>
/// <param name="Expected">The expected count.</param>
/// <param name="Interval50">What the count lies in with probability 50 %: whole numbers, never negative.</param>
/// <param name="Interval80">The same with 80 %.</param>
/// <param name="Interval95">The same with 95 %.</param>
/// <param name="SameMonthLastYear">The count twelve months before; null where it is missing or itself to come.</param>
public sealed record MonthOutlook(Month Month, double Expected, Interval Interval50, Interval Interval80, Interval Interval95, double? SameMonthLastYear);

/// <summary>The coming twelve months of one series against the last twelve.</summary>
/// <param name="Expected">The expected count of the twelve months.</param>
/// <param name="Interval80">What the total lies in with probability 80 %.</param>
/// <param name="Interval95">The same with 95 %.</param>
/// <param name="LastTwelve">The count of the last twelve months; null where one of them is missing.</param>
/// <param name="Change">The expected change as a share of last year's count, with its 80 % interval; null where last year's count is unknown or zero.</param>
/// <param name="ProbabilityWorse">The probability of a rise beyond the threshold; 0 where there is nothing to compare with.</param>
/// <param name="ProbabilityBetter">The probability of a fall beyond the threshold; 0 where there is nothing to compare with.</param>
/// <param name="Verdict">The arrow, or none.</param>
/// <param name="Driver">What mostly drives the expected change.</param>
/// <param name="Reason">One sentence: what the verdict rests on, or why there is none.</param>
public sealed record AnnualOutlook(
    double Expected,
    Interval Interval80,
    Interval Interval95,
    double? LastTwelve,
    Estimate? Change,
    double ProbabilityWorse,
    double ProbabilityBetter,
    DirectionVerdict Verdict,
    ChangeDriver Driver,
    string Reason);

/// <summary>The plan of one series.</summary>
/// <param name="Node">The series.</param>
/// <param name="Model">The name of the model behind the forecast.</param>
/// <param name="Index">Its seasonal index.</param>
/// <param name="Occurrence">The relative occurrence of the coming twelve months, the next first: 100 is the average of them.</param>
/// <param name="OccurrencePerDay">The same with the length of months taken out.</param>
/// <param name="Coming">The coming months.</param>
/// <param name="Annual">The coming twelve months together.</param>
/// <param name="Caution">What a reader must know.</param>
/// <param name="Parameters">What was estimated for the series; empty for totals.</param>
public sealed record SeriesPlan(
    SeriesNode Node,
    string Model,
    SeasonalIndex Index,
    IReadOnlyList<RelativeOccurrence> Occurrence,
    IReadOnlyList<RelativeOccurrence> OccurrencePerDay,
    IReadOnlyList<MonthOutlook> Coming,
    AnnualOutlook Annual,
    SeriesCaution Caution,
    IReadOnlyList<FittedParameter> Parameters)
{
    /// <summary>The coming month with the highest relative occurrence.</summary>
    public Month Peak => Occurrence.MaxBy(o => o.Index.Value)!.Month;

    /// <summary>The coming month with the lowest relative occurrence.</summary>
    public Month Trough => Occurrence.MinBy(o => o.Index.Value)!.Month;

    /// <summary>Sentences about the series that a report prints beside it.</summary>
    public IReadOnlyList<string> Notes => Caution.Sentences();
}
