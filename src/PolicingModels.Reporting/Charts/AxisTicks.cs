using System.Globalization;

namespace PolicingModels.Reporting;

/// <summary>Places for an axis's marks at round values, and the numbers written at them.</summary>
internal readonly struct AxisTicks
{
    private AxisTicks(double low, double high, double[] values, string[] labels)
    {
        Low = low;
        High = high;
        Values = values;
        Labels = labels;
    }

    public double Low { get; }

    public double High { get; }

    public double[] Values { get; }

    public string[] Labels { get; }

    public static AxisTicks For(ChartAxis axis, double low, double high, int about)
    {
        low = axis.Minimum ?? low;
        high = axis.Maximum ?? high;
        if (axis.Format == AxisFormat.Date)
        {
            return Dates(low, high, about);
        }

        if (axis.Scale == AxisScale.SquareRoot && low < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(low), low, "An axis on the square-root scale starts at 0 or above.");
        }

        if (!(high > low))
        {
            double pad = low == 0 ? 1 : Math.Abs(low) * 0.1;
            (low, high) = (axis.Minimum ?? (low - pad), axis.Maximum ?? (low + pad));
        }

        return axis.Scale == AxisScale.SquareRoot ? Roots(axis, low, high, about) : Even(axis, low, high, about);
    }

    private static AxisTicks Even(ChartAxis axis, double low, double high, int about)
    {
        double step = RoundStep((high - low) / about);
        double from = axis.Minimum ?? (Math.Floor((low / step) + 1e-9) * step);
        double to = axis.Maximum ?? (Math.Ceiling((high / step) - 1e-9) * step);
        List<double> values = [];
        for (double k = Math.Ceiling((from / step) - 1e-9); k * step <= to + (step * 1e-9); k++)
        {
            values.Add(k * step);
        }

        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step * (axis.Format == AxisFormat.Percent ? 100 : 1)) + 1e-9));
        return new AxisTicks(from, to, [.. values], [.. values.Select(v => Label(axis, v, decimals))]);
    }

    private static AxisTicks Roots(ChartAxis axis, double low, double high, int about)
    {
        // Candidates 1, 2, 3, 5, 7 × 10ⁿ, kept while they stand far enough apart on the root scale.
        double gap = (Math.Sqrt(high) - Math.Sqrt(low)) / (1.5 * about), last = double.NegativeInfinity;
        List<double> values = [];
        foreach (double value in Candidates(high))
        {
            if (value >= low && value <= high * (1 + 1e-9) && Math.Sqrt(value) - last >= gap)
            {
                values.Add(value);
                last = Math.Sqrt(value);
            }
        }

        return new AxisTicks(low, high, [.. values], [.. values.Select(v => Label(axis, v, Decimals(axis.Format == AxisFormat.Percent ? 100 * v : v)))]);

        static int Decimals(double shown) => shown is > 0 and < 1 ? (int)Math.Ceiling(-Math.Log10(shown) - 1e-9) : 0;

        static IEnumerable<double> Candidates(double high)
        {
            yield return 0;
            double[] leads = [1, 2, 3, 5, 7];
            for (int exponent = (int)Math.Floor(Math.Log10(high)) - 4; exponent <= Math.Log10(high); exponent++)
            {
                foreach (double lead in leads)
                {
                    yield return lead * Math.Pow(10, exponent);
                }
            }
        }
    }

    private static AxisTicks Dates(double low, double high, int about)
    {
        if (high <= low)
        {
            high = low + 1;
        }

        int[] steps = [1, 2, 3, 6, 12, 24, 60, 120];
        double months = (high - low) / 30.44;
        int step = steps.FirstOrDefault(s => months / s <= about, 120);
        DateOnly first = DateOnly.FromDayNumber((int)Math.Ceiling(low));
        int month = (first.Year * 12) + first.Month - 1 + (first.Day > 1 ? 1 : 0);
        month = (month + step - 1) / step * step;
        List<double> values = [];
        List<string> labels = [];
        for (; month < 9999 * 12; month += step)
        {
            DateOnly day = new(month / 12, (month % 12) + 1, 1);
            if (day.DayNumber > high)
            {
                break;
            }

            values.Add(day.DayNumber);
            labels.Add(day.ToString(step >= 12 ? "yyyy" : "MMM yyyy", CultureInfo.InvariantCulture));
        }

        if (values.Count == 0)
        {
            values.Add(first.DayNumber);
            labels.Add(first.ToString("d MMM yyyy", CultureInfo.InvariantCulture));
        }

        return new AxisTicks(low, high, [.. values], [.. labels]);
    }

    /// <summary>The smallest of 1, 2, 2.5 and 5 × 10ⁿ that is not below a step.</summary>
    private static double RoundStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        double lead = step / power;
        return power * (lead <= 1 + 1e-9 ? 1 : lead <= 2 + 1e-9 ? 2 : lead <= 5 + 1e-9 ? 5 : 10);
    }

    private static string Label(ChartAxis axis, double value, int decimals) =>
        axis.Format == AxisFormat.Percent ? NumberText.Percent(value, decimals) : NumberText.Fixed(value, decimals);
}
