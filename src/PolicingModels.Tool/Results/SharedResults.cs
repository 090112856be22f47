using PolicingModels.Gridding;

namespace PolicingModels.Tool;

/// <summary>What every <c>result.json</c> starts and ends with.</summary>
internal abstract record VerbResult
{
    public int SchemaVersion { get; } = ResultJson.SchemaVersion;

    public required string Verb { get; init; }

    public string Version { get; } = FaultReport.Version;

    /// <summary>Whether the input is simulated: such results say nothing about any real place.</summary>
    public bool Simulated { get; init; }

    /// <summary>Every file of the output folder: what a later run may replace.</summary>
    public required IReadOnlyCollection<string> Files { get; init; }
}

/// <summary>How many rows came in, were used and were refused: used + refused = read.</summary>
internal sealed record QualityResult(string Source, long Read, long Used, long Refused, IReadOnlyList<ReasonResult> Reasons, IReadOnlyList<NoteResult> Notes)
{
    public static QualityResult Of(DataQualityReport report) => new(
        report.Source,
        report.Read,
        report.Used,
        report.Refused.Count,
        [.. report.RefusedByReason.Select(r => new ReasonResult(r.Reason, r.Rows))],
        [.. report.Notes.Select(n => new NoteResult(n.Code, n.Message))]);
}

internal sealed record ReasonResult(string Reason, long Rows);

internal sealed record NoteResult(string Code, string Message);

/// <summary>Where every event went when it was counted.</summary>
internal sealed record CountedResult(double Events, double Counted, double OutsideArea, double OutsidePeriods, double NotYetKnown)
{
    public static CountedResult? Of(CountingOutcome? outcome) =>
        outcome is null ? null : new(outcome.Events, outcome.Counted + outcome.MissingCategory, outcome.OutsideArea, outcome.OutsidePeriods, outcome.NotYetKnown);
}

internal sealed record CoordinatesResult(string Code, string Name, double AccuracyMetres);

internal sealed record GridResult(string Description, int Cells, double AreaSquareKilometres, CoordinatesResult Coordinates)
{
    public static GridResult Of(IGrid grid) => new(
        grid.Description,
        grid.Cells.Count,
        grid.Cells.Sum(c => c.AreaSquareKilometres),
        new CoordinatesResult(grid.Coordinates.Code, grid.Coordinates.Name, grid.Coordinates.AccuracyMetres));
}

/// <summary>A half-open span of days: <c>end</c> is the first day outside.</summary>
internal sealed record SpanResult(DateOnly Start, DateOnly End)
{
    public static SpanResult Of(Period period) => new(period.Start, period.End);
}

/// <summary>The history a model was fitted to.</summary>
internal sealed record HistoryResult(string Calendar, DateOnly Start, DateOnly End, int Periods, IReadOnlyList<SpanResult> MissingMonths, IReadOnlyList<SpanResult> LeftOut)
{
    public static HistoryResult Of(PeriodSequence periods, HistoryPeriods? laid) => new(
        PeriodOption.Word(periods.Calendar),
        periods.Start,
        periods.End,
        periods.Count,
        [.. (laid?.MissingMonths ?? []).Select(SpanResult.Of)],
        [.. (laid?.LeftOut ?? []).Select(SpanResult.Of)]);
}

/// <summary>A figure with its interval; null where it does not exist.</summary>
internal sealed record EstimateResult(double Value, double Low, double High)
{
    public static EstimateResult Of(Estimate estimate) => new(estimate.Value, estimate.Low, estimate.High);
}
