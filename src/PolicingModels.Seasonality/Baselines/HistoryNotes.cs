namespace PolicingModels.Seasonality;

/// <summary>What a reader must know about a history that a forecast rests on, and what no model can be fitted to.</summary>
internal static class HistoryNotes
{
    /// <summary>The fewest known months from which anything is forecast: below, not even the spread of a mean is known.</summary>
    public const int FewestMonths = 3;

    public static IEnumerable<string> Of(MonthlySeries history)
    {
        if (history.Length - history.MissingCount < 24)
        {
            yield return $"The history has {history.Length - history.MissingCount} known months, fewer than two years: a seasonal pattern cannot be told from chance.";
        }

        if (history.MissingCount > 0)
        {
            yield return $"{history.MissingCount} of {history.Length} months are missing; they were left out, not taken for zero.";
        }

        if (IsConstant(history))
        {
            yield return history.Values.IndexOfAnyExcept(0) < 0
                ? "All known months are zero: the forecast says how rare an event must be, not when it would come."
                : "All known months are equal: no model was fitted.";
        }
    }

    /// <summary>Whether all known months have one value.</summary>
    public static bool IsConstant(MonthlySeries history)
    {
        double? value = null;
        for (int t = 0; t < history.Length; t++)
        {
            if (!history.IsMissing(t) && (value ??= history.Values[t]) != history.Values[t])
            {
                return false;
            }
        }

        return true;
    }

    /// <exception cref="AnalysisException">Too few months are known.</exception>
    public static void RequireEnough(MonthlySeries history, string model)
    {
        int known = history.Length - history.MissingCount;
        if (known < FewestMonths)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"{model} needs {FewestMonths} known months; the history {history} has {known}. Give a longer history, or forecast the series' parent and share it out.");
        }
    }
}
