namespace PolicingModels.SpatioTemporal;

/// <summary>Chooses a hierarchy by its past forecasts: the multinomial likelihood of where each period's events fell.</summary>
/// <remarks>
/// Steps of a factor of about two in each of the five settings, one at a time, as long as one of them does better: the likelihood is flat around its top, and finer steps change forecasts by
/// less than their errors. Each setting has a normal prior around the assumed one with a standard deviation of a step and a half, so that a hundred events move little.
/// What the half-lives need (decayed counts at each origin) is kept for the last four half-lives asked for.
/// </remarks>
internal sealed class HierarchyChoice
{
    // The first forecasts rest on too little to choose by.
    private const int LeastKnown = 4;
    private const int LeastFitted = 2;
    private const int MostRounds = 12;
    private const int MostMemories = 4;

    // The standard deviation of a setting's prior, in steps.
    private const double PriorSteps = 1.5;

    private static readonly double[] s_kinship = [0, 0.2, 0.4, 0.6, 0.8, 1];
    private static readonly double[] s_priorEvents = [0.0625, 0.125, 0.25, 0.5, 1, 2, 4, 8];
    private static readonly double[] s_longHalfLives = [365, 731, 1461, 2922, double.PositiveInfinity];
    private static readonly double[] s_longRunEvents = [2, 4, 8, 16, 32, 64, double.PositiveInfinity];
    private static readonly double[] s_recentHalfLives = [28, 56, 112, 224, 448];

    private readonly CountHistory _history;
    private readonly CellKernel _kernel;
    private readonly double[] _areaAround;
    private readonly int _first;
    private readonly double[] _rates;
    private readonly List<Memory> _memories = [];

    private HierarchyChoice(CountHistory history, CellKernel kernel, double[] areaAround, int first)
    {
        _history = history;
        _kernel = kernel;
        _areaAround = areaAround;
        _first = first;
        _rates = new double[history.CellCount];
    }

    /// <returns>The hierarchy, and whether the history was long enough to choose it.</returns>
    public static (RateHierarchy Hierarchy, bool Chosen) Of(CountHistory history, CellKernel kernel, double[] areaAround, int fitPeriods, CancellationToken cancellationToken)
    {
        int first = Math.Max(LeastKnown, history.PeriodCount - fitPeriods);
        return history.PeriodCount - first < LeastFitted
            ? (RateHierarchy.Assumed, false)
            : (new HierarchyChoice(history, kernel, areaAround, first).Climb(cancellationToken), true);
    }

    private RateHierarchy Climb(CancellationToken cancellationToken)
    {
        double[][] steps = [s_kinship, s_priorEvents, s_longHalfLives, s_longRunEvents, s_recentHalfLives];
        RateHierarchy assumed = RateHierarchy.Assumed;
        int[] start = [.. steps.Zip(new[] { assumed.Kinship, assumed.PriorEvents, assumed.LongHalfLifeDays, assumed.LongRunEvents, assumed.RecentHalfLifeDays }, Array.IndexOf)];
        int[] at = [.. start];
        double best = Posterior();
        bool moved = true;
        for (int round = 0; round < MostRounds && moved; round++)
        {
            moved = false;
            for (int setting = 0; setting < steps.Length; setting++)
            {
                foreach (int step in (ReadOnlySpan<int>)[1, -1])
                {
                    while (at[setting] + step >= 0 && at[setting] + step < steps[setting].Length)
                    {
                        at[setting] += step;
                        double value = Posterior();
                        if (!(value > best))
                        {
                            at[setting] -= step;
                            break;
                        }

                        (best, moved) = (value, true);
                    }
                }
            }
        }

        return At(at);

        double Posterior() => Likelihood(At(at), cancellationToken) - at.Zip(start, (a, b) => (a - b) * (a - b)).Sum() / (2 * PriorSteps * PriorSteps);

        RateHierarchy At(int[] index) => new(s_kinship[index[0]], s_priorEvents[index[1]], s_longHalfLives[index[2]], s_longRunEvents[index[3]], s_recentHalfLives[index[4]]);
    }

    private double Likelihood(in RateHierarchy hierarchy, CancellationToken cancellationToken)
    {
        Memory longRun = Remember(hierarchy.LongHalfLifeDays, cancellationToken), recent = Remember(hierarchy.RecentHalfLifeDays, cancellationToken);
        int cells = _history.CellCount;
        double value = 0;
        for (int t = _first; t < _history.PeriodCount; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int row = t - _first;
            RateMemories.Rates(hierarchy, _history.Exposure, longRun.LogAround.AsSpan(row * cells, cells), longRun.Counts.AsSpan(row * cells, cells), longRun.Ordinary[row], recent.Counts.AsSpan(row * cells, cells), recent.Ordinary[row], _rates);
            ReadOnlySpan<double> observed = _history.Row(t);
            for (int i = 0; i < cells; i++)
            {
                value += observed[i] > 0 ? observed[i] * Math.Log(_rates[i]) : 0;
            }

            value -= _history.Totals[t] * Math.Log(Calibration.Sum(_rates));
        }

        return value;
    }

    /// <summary>Decayed counts at every origin by one half-life: two at a time are in use, and going back and forth finds the others again.</summary>
    private Memory Remember(double halfLifeDays, CancellationToken cancellationToken)
    {
        int known = _memories.FindIndex(m => m.HalfLifeDays.Equals(halfLifeDays));
        Memory memory = known >= 0 ? _memories[known] : new Memory(halfLifeDays, _history, _kernel, _areaAround, _first, cancellationToken);
        if (known >= 0)
        {
            _memories.RemoveAt(known);
        }
        else if (_memories.Count == MostMemories)
        {
            _memories.RemoveAt(0);
        }

        _memories.Add(memory);
        return memory;
    }

    private sealed class Memory
    {
        public Memory(double halfLifeDays, CountHistory history, CellKernel kernel, double[] areaAround, int first, CancellationToken cancellationToken)
        {
            HalfLifeDays = halfLifeDays;
            int cells = history.CellCount, rows = history.PeriodCount - first;
            Counts = new double[rows * cells];
            LogAround = new double[rows * cells];
            Ordinary = new double[rows];
            RateMemories memories = new(history, kernel, areaAround, halfLifeDays, halfLifeDays);
            for (int row = 0; row < rows; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                memories.AdvanceTo(first + row);
                memories.LongCounts.CopyTo(Counts.AsSpan(row * cells, cells));
                memories.LogAround(LogAround.AsSpan(row * cells, cells));
                Ordinary[row] = memories.LongOrdinary;
            }
        }

        public double HalfLifeDays { get; }

        public double[] Counts { get; }

        public double[] LogAround { get; }

        public double[] Ordinary { get; }
    }
}
