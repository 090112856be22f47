using System.Globalization;
using PolicingModels.Seasonality;

namespace PolicingModels.Reporting;

/// <summary>The model card and the transparency record of a plan of the coming year.</summary>
public static class SeasonalityCard
{
    /// <summary>Composes the card.</summary>
    /// <param name="input">The plan and what is known about it.</param>
    /// <param name="name">The card's name: the model's, or that of a system that uses it.</param>
    /// <param name="version">The version of what made it.</param>
    /// <param name="parameters">The run's settings by name.</param>
    public static ModelCard Compose(SeasonalityReportInput input, string name, string version, IReadOnlyList<ReportFact> parameters)
    {
        ArgumentNullException.ThrowIfNull(input);
        SeasonalityPlan plan = input.Plan;
        CultureInfo c = CultureInfo.InvariantCulture;
        return new ModelCard
        {
            Name = name,
            Version = version,
            IntendedUse = "Showing planners which months of the coming year stand out, how many recorded crimes to expect, and where the data carry a better or worse, beside what else they know.",
            Method = $"The model “{plan.Forecast.Model}” of PolicingModels.Seasonality for all types and areas together: one seasonal index per type, shared by areas as far as their counts are weak, levels that follow, futures drawn jointly. Its documentation says formula, assumptions and sources.",
            Parameters = [.. parameters, .. plan.Parameters.Select(p => new ReportFact(p.Name, p.Value.ToString("G6", c)))],
            Data =
            [
                .. input.Quality.SelectMany(CardFacts.Of),
                new("Months", $"{plan.History.Start} to {plan.Origin}"),
                new("Series", string.Create(c, $"{plan.History.Types.Leaves.Count} types in {plan.History.Areas.Leaves.Count} areas")),
            ],
            Provenance = input.Provenance ?? CardFacts.Defaults,
            EvaluationDesign = input.Backtest is { } backtest ? Design(backtest, plan.Forecast.Model) : "",
        };
    }

    /// <summary>Composes the transparency record around a card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="input">The plan and what is known about it.</param>
    public static TransparencyRecord Record(ModelCard card, SeasonalityReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new TransparencyRecord
        {
            Card = card,
            Description = "Expects counts of recorded crimes per type, area and coming month, which months stand out, and whether a year gets better or worse, with their uncertainty.",
            SystemInput = $"Monthly counts of recorded crimes by type and area, {input.Plan.History.Start} to {input.Plan.Origin}.",
            SystemOutput = "Per type, area and month: an expected count with intervals and a relative occurrence; per year a verdict with its probability, or none.",
        };
    }

    private static string Design(SeasonalBacktestReport backtest, string model)
    {
        BacktestSummary past = backtest.Summary(model);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Rolling origin: {backtest.Scores(model).Select(s => s.Origin).Distinct().Count()} plans, each from what was known then; {past.Count} series and origins. MASE {past.Mase:F3}; 80% intervals hold {past.Coverage80:P0} of months, 95% {past.Coverage95:P0}.");
    }
}
