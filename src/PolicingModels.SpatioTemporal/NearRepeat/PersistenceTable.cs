using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>How a cell's share of events went over the history.</summary>
public enum PersistenceClass
{
    /// <summary>Above the mean rate of the area in the earlier and in the later half.</summary>
    Chronic,

    /// <summary>Above the mean rate in the later half only, and its share grew.</summary>
    Emerging,

    /// <summary>Above the mean rate in the earlier half only, and its share fell.</summary>
    Fading,

    /// <summary>Above the mean rate over the whole history, but with no half that shows it alone or no change that is told from chance.</summary>
    Sporadic,

    /// <summary>Not told from the mean rate, or below it.</summary>
    Ordinary,
}

/// <summary>Settings of <see cref="PersistenceTable"/>.</summary>
public sealed record PersistenceOptions
{
    /// <summary>Periods looked at, the last ones, at least 4; null for all. An odd number leaves the first out. Default 26.</summary>
    public int? Periods { get; init; } = 26;

    /// <summary>How many times the mean rate of the area a cell must exceed to be called above it, at least 1. Default 1.</summary>
    public double Threshold { get; init; } = 1;

    /// <summary>The probability of calling a cell above its rate, or changed, where it is not, before the correction for the number of cells: above 0 to 0.5. Default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    internal void Validate()
    {
        Setting.AtLeast(Periods ?? 4, 4, nameof(Periods), "periods");
        Setting.Within(Threshold, 1, 1000, nameof(Threshold), "times the mean rate");
        if (!(Alpha is > 0 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(Alpha), Alpha, string.Create(CultureInfo.InvariantCulture, $"Alpha is {Alpha}; it is above 0 to 0.5 (a probability)."));
        }
    }
}

/// <summary>The persistence of one cell.</summary>
/// <param name="Cell">The cell's number.</param>
/// <param name="Id">The cell's identifier.</param>
/// <param name="Class">Its class by the rule of <see cref="PersistenceTable"/>.</param>
/// <param name="Earlier">Events in the earlier half.</param>
/// <param name="Later">Events in the later half.</param>
/// <param name="ExpectedEarlier">Events in the earlier half at the mean rate of the area.</param>
/// <param name="ExpectedLater">Events in the later half at the mean rate of the area.</param>
/// <param name="ShareRatio">Share of the area's events in the later half over that in the earlier half, with the exact interval (1 − alpha) given their sum; the interval runs from 0 to infinity where there are no events.</param>
/// <param name="AbovePValue">Probability of so many events or more at the threshold rate.</param>
/// <param name="ChangePValue">Two-sided probability of such a change of share where there is none.</param>
/// <param name="ActivePeriods">Periods with at least one event.</param>
public sealed record CellPersistence(int Cell, string Id, PersistenceClass Class, double Earlier, double Later, double ExpectedEarlier, double ExpectedLater, Estimate ShareRatio, double AbovePValue, double ChangePValue, int ActivePeriods);

/// <summary>Which cells stay busy, which become so and which cease to be, with the uncertainty of each verdict. Immutable.</summary>
/// <remarks>
/// The history is cut into halves of equally many periods. A cell is above its rate in a span where a Poisson count at the threshold rate would be as high with probability at most alpha (after Holm's correction over
/// cells). It has changed where the split of its events between the halves, given the area's split, is that uneven with probability at most alpha (exact binomial, two-sided, likewise corrected). Chronic:
/// above in both halves. Emerging: above in the later half and its share grew. Fading: above in the earlier half and its share fell. Sporadic: above over the whole, but none of
/// these. Ordinary: the rest. Share, not number: a cell that falls with the whole area is not fading.
/// </remarks>
public sealed class PersistenceTable
{
    private PersistenceTable(IReadOnlyList<CellPersistence> cells, Period earlier, Period later)
    {
        Cells = cells;
        Earlier = earlier;
        Later = later;
    }

    /// <summary>All cells in the grid's order.</summary>
    public IReadOnlyList<CellPersistence> Cells { get; }

    /// <summary>The earlier half.</summary>
    public Period Earlier { get; }

    /// <summary>The later half.</summary>
    public Period Later { get; }

    /// <summary>How many cells are in a class.</summary>
    public int Count(PersistenceClass which) => Cells.Count(c => c.Class == which);

    /// <summary>Classifies the cells of a history.</summary>
    /// <param name="counts">Counts of one category.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is outside its range, or the counts hold several categories.</exception>
    /// <exception cref="AnalysisException">Fewer than four periods that share no day, or a half without any event.</exception>
    public static PersistenceTable Of(SpaceTimeCounts counts, PersistenceOptions? options = null)
    {
        options ??= new PersistenceOptions();
        options.Validate();
        CountHistory history = CountHistory.Of(counts, "a persistence table");
        int half = Math.Min(options.Periods ?? int.MaxValue, history.PeriodCount) / 2;
        if (half < 2)
        {
            throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"There are {history.PeriodCount} periods that share no day; a persistence table compares two halves of at least two each. Bring at least four periods.");
        }

        int middle = history.PeriodCount - half, first = middle - half;
        double[] earlier = Sums(history, first, middle), later = Sums(history, middle, history.PeriodCount);
        double a = earlier.Sum(), b = later.Sum();
        if (a < 1 || b < 1)
        {
            throw new AnalysisException(AnalysisFailure.NoEvents, string.Create(CultureInfo.InvariantCulture, $"The halves hold {a:0.##} and {b:0.##} events; shares are compared where both hold some. Bring more periods or a wider offence filter."));
        }

        Judge judge = new(history, options, earlier, later, first);
        return new PersistenceTable(judge.All(), new Period(history.Periods[first].Start, history.Periods[middle - 1].End), new Period(history.Periods[middle].Start, history.Periods[^1].End));
    }

    private static double[] Sums(CountHistory history, int from, int to)
    {
        double[] sums = new double[history.CellCount];
        for (int t = from; t < to; t++)
        {
            ReadOnlySpan<double> row = history.Row(t);
            for (int c = 0; c < sums.Length; c++)
            {
                sums[c] += row[c];
            }
        }

        return sums;
    }

    private sealed class Judge(CountHistory history, PersistenceOptions options, double[] earlier, double[] later, int first)
    {
        private readonly double _a = earlier.Sum();
        private readonly double _b = later.Sum();

        public CellPersistence[] All()
        {
            int n = history.CellCount;
            double area = history.Exposure.Sum();
            double[] expectedA = new double[n], expectedB = new double[n], aboveA = new double[n], aboveB = new double[n], above = new double[n], changed = new double[n];
            for (int c = 0; c < n; c++)
            {
                double share = history.Exposure[c] / area;
                (expectedA[c], expectedB[c]) = (share * _a, share * _b);
                aboveA[c] = AtLeast(earlier[c], options.Threshold * expectedA[c]);
                aboveB[c] = AtLeast(later[c], options.Threshold * expectedB[c]);
                above[c] = AtLeast(earlier[c] + later[c], options.Threshold * (expectedA[c] + expectedB[c]));
                changed[c] = Binomial.TwoSided((int)Math.Round(later[c]), (int)Math.Round(earlier[c] + later[c]), _b / (_a + _b));
            }

            double[] holmA = Holm.Adjust(aboveA), holmB = Holm.Adjust(aboveB), holm = Holm.Adjust(above), holmChange = Holm.Adjust(changed);
            CellPersistence[] cells = new CellPersistence[n];
            for (int c = 0; c < n; c++)
            {
                Estimate ratio = Ratio(earlier[c], later[c]);
                bool a = holmA[c] <= options.Alpha, b = holmB[c] <= options.Alpha, moved = holmChange[c] <= options.Alpha;
                PersistenceClass which = a && b ? PersistenceClass.Chronic
                    : b && moved && ratio.Value > 1 ? PersistenceClass.Emerging
                    : a && moved && ratio.Value < 1 ? PersistenceClass.Fading
                    : a || b || holm[c] <= options.Alpha ? PersistenceClass.Sporadic
                    : PersistenceClass.Ordinary;
                cells[c] = new CellPersistence(c, history.Grid.Cells[c].Id, which, earlier[c], later[c], expectedA[c], expectedB[c], ratio, above[c], changed[c], Active(c));
            }

            return cells;
        }

        private int Active(int cell)
        {
            int active = 0;
            for (int t = first; t < history.PeriodCount; t++)
            {
                active += history.Row(t)[cell] > 0 ? 1 : 0;
            }

            return active;
        }

        /// <summary>The ratio of shares: odds of an event being late over the area's odds, with Clopper and Pearson's limits.</summary>
        private Estimate Ratio(double early, double late)
        {
            double odds = _b / _a, coverage = 1 - options.Alpha;
            int k = (int)Math.Round(late), n = (int)Math.Round(early + late);
            if (n == 0)
            {
                return new Estimate(1, 0, double.PositiveInfinity, coverage);
            }

            (double low, double high) = Binomial.Limits(k, n, coverage);
            double value = early > 0 ? late / early / odds : double.PositiveInfinity;
            return new Estimate(value, low / (1 - low) / odds, high < 1 ? high / (1 - high) / odds : double.PositiveInfinity, coverage);
        }

        private static double AtLeast(double count, double mean)
        {
            double whole = Math.Floor(count + 1e-9);
            return whole <= 0 || mean <= 0 ? 1 : GammaFunctions.RegularizedP(whole, mean);
        }
    }
}

/// <summary>Exact binomial probabilities and limits.</summary>
internal static class Binomial
{
    /// <summary>The probability of outcomes no likelier than k of n.</summary>
    public static double TwoSided(int k, int n, double p)
    {
        double at = Log(k, n, p), sum = 0;
        for (int j = 0; j <= n; j++)
        {
            double log = Log(j, n, p);
            sum += log <= at + 1e-9 ? Math.Exp(log) : 0;
        }

        return Math.Min(sum, 1);
    }

    /// <summary>Clopper and Pearson's limits of a proportion.</summary>
    public static (double Low, double High) Limits(int k, int n, double coverage)
    {
        double tail = (1 - coverage) / 2;
        return (k == 0 ? 0 : Solve(p => 1 - Lower(k - 1, n, p), tail), k == n ? 1 : Solve(p => 1 - Lower(k, n, p), 1 - tail));
    }

    private static double Solve(Func<double, double> increasing, double target)
    {
        double low = 0, high = 1;
        for (int step = 0; step < 60; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = increasing(middle) < target ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>The probability of at most k of n.</summary>
    private static double Lower(int k, int n, double p)
    {
        double sum = 0;
        for (int j = 0; j <= k; j++)
        {
            sum += Math.Exp(Log(j, n, p));
        }

        return Math.Min(sum, 1);
    }

    private static double Log(int k, int n, double p) =>
        p <= 0 ? (k == 0 ? 0 : double.NegativeInfinity)
        : p >= 1 ? (k == n ? 0 : double.NegativeInfinity)
        : GammaFunctions.LogFactorial(n) - GammaFunctions.LogFactorial(k) - GammaFunctions.LogFactorial(n - k) + (k * Math.Log(p)) + ((n - k) * Math.Log(1 - p));
}
