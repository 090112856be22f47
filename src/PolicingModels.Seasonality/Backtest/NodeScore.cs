namespace PolicingModels.Seasonality;

/// <summary>How one series was forecast from one origin. Numbers that cannot be formed are null, never not-a-number.</summary>
/// <param name="Origin">The last known month.</param>
/// <param name="HeldApart">Whether the months forecast touch a disruption.</param>
/// <param name="Node">The place of the series in the nodes of the hierarchy.</param>
/// <param name="Months">How many months could be scored.</param>
/// <param name="Mase">Mean absolute error over the mean absolute change on a year before in the history (Hyndman and Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001).</param>
/// <param name="Rmsse">Root of the mean squared error over the mean squared change on a year before.</param>
/// <param name="Smape">Mean of 200 |y − f| / (|y| + |f|), percent; a month with both zero counts as 0.</param>
/// <param name="Crps">Mean continuous ranked probability score, in counts.</param>
/// <param name="QuantileLoss">Mean over nine quantiles (.025 .05 .1 .25 .5 .75 .9 .95 .975) of twice the pinball loss, over the scale of MASE.</param>
/// <param name="Coverage80">Share of months in the 80 % interval, randomised at its edges, 0 to 1.</param>
/// <param name="Coverage95">The same for 95 %.</param>
/// <param name="AnnualError">|sum of counts − sum of forecasts| over the sum of counts.</param>
/// <param name="Change">What the twelve months came to against the twelve before, as a share of them.</param>
/// <param name="ForecastChange">What had been expected of it.</param>
/// <param name="ProbabilityUp">The probability that had been given to a rise.</param>
/// <param name="IndexError">Mean absolute error of the relative occurrence of the months, in points of 100.</param>
/// <param name="FlatIndexError">The same had every month been called 100.</param>
public sealed record NodeScore(
    Month Origin,
    bool HeldApart,
    int Node,
    int Months,
    double? Mase,
    double? Rmsse,
    double Smape,
    double Crps,
    double? QuantileLoss,
    double Coverage80,
    double Coverage95,
    double? AnnualError,
    double? Change,
    double? ForecastChange,
    double? ProbabilityUp,
    double? IndexError,
    double? FlatIndexError);

/// <summary>Means of scores over series and origins.</summary>
/// <param name="Count">How many series and origins.</param>
/// <param name="Mase">Mean MASE.</param>
/// <param name="Rmsse">Mean RMSSE.</param>
/// <param name="Smape">Mean sMAPE, percent.</param>
/// <param name="Crps">Mean CRPS, in counts.</param>
/// <param name="QuantileLoss">Mean scaled quantile loss.</param>
/// <param name="Coverage80">Mean coverage of 80 % intervals.</param>
/// <param name="Coverage95">Mean coverage of 95 % intervals.</param>
/// <param name="AnnualError">Mean relative error of annual totals.</param>
/// <param name="DirectionHits">Share of right directions where the change was beyond 5 %; null where none was.</param>
/// <param name="IndexError">Mean error of the relative occurrence, in points.</param>
/// <param name="FlatIndexError">The same had every month been called 100.</param>
public sealed record BacktestSummary(
    int Count,
    double? Mase,
    double? Rmsse,
    double? Smape,
    double? Crps,
    double? QuantileLoss,
    double? Coverage80,
    double? Coverage95,
    double? AnnualError,
    double? DirectionHits,
    double? IndexError,
    double? FlatIndexError);

/// <summary>A bin of forecast probabilities of a rise and how often the rise came.</summary>
/// <param name="Count">How many forecasts.</param>
/// <param name="Forecast">Their mean probability.</param>
/// <param name="Observed">The share of them that rose.</param>
public sealed record ReliabilityBin(int Count, double Forecast, double Observed);

/// <summary>The difference of two models' scores with intervals that see that series of one origin, and of one type, err together.</summary>
/// <param name="Count">How many pairs of scores.</param>
/// <param name="OverOrigins">Mean difference with its 95 % t-interval over the means of origins; negative where the first model is better.</param>
/// <param name="OverTypes">The same over the means of types.</param>
/// <param name="OriginsWon">In how many origins the first model's mean is lower.</param>
/// <param name="Origins">How many origins.</param>
/// <param name="TypesWon">In how many types the first model's mean is lower.</param>
/// <param name="Types">How many types.</param>
public sealed record PairedComparison(int Count, Estimate OverOrigins, Estimate OverTypes, int OriginsWon, int Origins, int TypesWon, int Types)
{
    /// <summary>Whether both intervals lie below zero: the first model is better.</summary>
    public bool IsBetter => OverOrigins.High < 0 && OverTypes.High < 0;
}
