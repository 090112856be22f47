using PolicingModels.Seasonality;

namespace PolicingModels.Tool;

/// <summary><c>result.json</c> of <c>seasonality</c>.</summary>
internal sealed record SeasonalityResultFile : VerbResult
{
    /// <summary>The last month known, <c>YYYY-MM</c>.</summary>
    public required string AsOf { get; init; }

    public required string First { get; init; }

    public required int Horizon { get; init; }

    public required string Model { get; init; }

    /// <summary>The largest relative gap between a total and the sum of its parts.</summary>
    public required double Incoherence { get; init; }

    public required IReadOnlyList<SeriesFigures> Series { get; init; }

    public required IReadOnlyList<BreakFigures> Breaks { get; init; }

    public required SeasonalBacktestFigures? Backtest { get; init; }

    public required LastPlanFigures? LastPlan { get; init; }

    public required IReadOnlyList<FindingFigures> Findings { get; init; }

    public required QualityResult Quality { get; init; }

    public static SeasonalityResultFile Of(PlanRun run, OutputFolder folder) => new()
    {
        Verb = "seasonality",
        Simulated = run.Simulated,
        AsOf = run.Plan.Origin.ToString(),
        First = run.Plan.First.ToString(),
        Horizon = run.Request.Horizon,
        Model = run.Plan.Forecast.Model,
        Incoherence = run.Plan.Incoherence,
        Series = [.. run.Plan.Series.Select(s => SeriesFigures.Of(s, run.Tests[s.Node.Index]))],
        Breaks = [.. run.Breaks.SelectMany(b => b.Value.Breaks.Select(x => new BreakFigures(b.Key.Area, b.Key.Type, x.Month.ToString(), x.Kind, EstimateResult.Of(x.Effect), x.TValue, x.Name)))],
        Backtest = run.Backtest is { } backtest ? SeasonalBacktestFigures.Of(backtest) : null,
        LastPlan = run.LastPlan is { } last ? new LastPlanFigures(last.First.ToString(), last.MonthsCounted, last.MeanMase, last.Coverage80, last.Coverage95, last.DirectionHits) : null,
        Findings = [.. run.Plan.Findings.Select(f => new FindingFigures(f.Key.Area, f.Key.Type, f.Kind, f.Message))],
        Quality = QualityResult.Of(run.Quality),
        Files = folder.Files,
    };
}

internal sealed record BreakFigures(string Area, string Type, string Month, BreakKind Kind, EstimateResult Effect, double TValue, string? Name);

internal sealed record LastPlanFigures(string First, int MonthsCounted, double? Mase, double Coverage80, double Coverage95, double? DirectionHits);

internal sealed record FindingFigures(string Area, string Type, HierarchyFindingKind Kind, string Message);

internal sealed record SeasonalBacktestFigures(IReadOnlyList<string> Origins, IReadOnlyList<string> HeldApart, IReadOnlyList<SeasonalMethodFigures> Methods)
{
    public static SeasonalBacktestFigures Of(SeasonalBacktestReport report)
    {
        IReadOnlyList<NodeScore> scores = report.Scores(report.Models[0]);
        string[] Months(bool apart) => [.. scores.Where(s => s.HeldApart == apart).Select(s => s.Origin).Distinct().Order().Select(m => m.ToString())];
        return new SeasonalBacktestFigures(Months(false), Months(true), [.. report.Models.Select(m => SeasonalMethodFigures.Of(report, m))]);
    }
}

/// <summary>Means over all series and the origins that are not held apart.</summary>
internal sealed record SeasonalMethodFigures(string Name, double? Mase, double? Rmsse, double? Smape, double? Crps, double? QuantileLoss, double? Coverage80, double? Coverage95, double? AnnualError, double? DirectionRight, double? IndexError, double? FlatIndexError)
{
    public static SeasonalMethodFigures Of(SeasonalBacktestReport report, string model)
    {
        BacktestSummary s = report.Summary(model);
        return new(model, s.Mase, s.Rmsse, s.Smape, s.Crps, s.QuantileLoss, s.Coverage80, s.Coverage95, s.AnnualError, s.DirectionHits, s.IndexError, s.FlatIndexError);
    }
}
