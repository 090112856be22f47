namespace PolicingModels.Seasonality;

/// <summary>What a count of a month is divided by, so that months compare.</summary>
public enum CalendarExposure
{
    /// <summary>Nothing: months as the calendar has them. February's trough is then mostly its length.</summary>
    Calendar,

    /// <summary>The days of the month: a rate per day.</summary>
    Day,

    /// <summary>Mondays to Fridays that are no bank holiday: for offences that offices and schools make (fraud, shop and vehicle crime on working days). Days off then count as nothing.</summary>
    WorkingDay,
}

/// <summary>Turns counts of months into what they would be in months of one standard length, and back. Immutable and thread-safe.</summary>
/// <remarks>The exposure of a standard month is a twelfth of 365.2425 days; of working days, the mean over the months of 2001 to 2028. A change of unit and no model: nothing is estimated from the series.</remarks>
public sealed class CalendarAdjustment
{
    private readonly HolidayCalendar _holidays;

    /// <summary>Makes an adjustment.</summary>
    /// <param name="exposure">What a count is divided by.</param>
    /// <param name="holidays">Whose bank holidays are no working days; England and Wales by default.</param>
    public CalendarAdjustment(CalendarExposure exposure = CalendarExposure.Day, HolidayCalendar? holidays = null)
    {
        if (!Enum.IsDefined(exposure))
        {
            throw new ArgumentOutOfRangeException(nameof(exposure), exposure, "The exposure is Calendar, Day or WorkingDay.");
        }

        Exposure = exposure;
        _holidays = holidays ?? HolidayCalendar.EnglandAndWales;
        StandardMonth = exposure switch
        {
            CalendarExposure.Day => 365.2425 / 12,
            CalendarExposure.WorkingDay => Enumerable.Range(0, 28 * 12).Average(i => _holidays.WorkingDaysIn(new Month(2001, 1).AddMonths(i))),
            _ => 1,
        };
    }

    /// <summary>What a count is divided by.</summary>
    public CalendarExposure Exposure { get; }

    /// <summary>The exposure of a standard month, in days; 1 for the calendar month.</summary>
    public double StandardMonth { get; }

    /// <summary>The exposure of a month, in days; 1 for the calendar month.</summary>
    public double Of(Month month) => Exposure switch
    {
        CalendarExposure.Day => month.Days,
        CalendarExposure.WorkingDay => _holidays.WorkingDaysIn(month),
        _ => 1,
    };

    /// <summary>How long a month is, in standard months: about 0.92 for February by the day.</summary>
    public double Length(Month month) => Of(month) / StandardMonth;

    /// <summary>The exposures of months in a row, in days.</summary>
    /// <param name="first">The first month.</param>
    /// <param name="count">How many months, 0 or more.</param>
    public double[] Of(Month first, int count)
    {
        double[] exposures = new double[count];
        for (int i = 0; i < count; i++)
        {
            exposures[i] = Of(first.AddMonths(i));
        }

        return exposures;
    }

    /// <summary>The series as if every month were of standard length; missing months stay missing.</summary>
    public MonthlySeries Apply(MonthlySeries series) => Scale(series, month => 1 / Length(month));

    /// <summary>Undoes <see cref="Apply"/>.</summary>
    public MonthlySeries Undo(MonthlySeries series) => Scale(series, Length);

    private static MonthlySeries Scale(MonthlySeries series, Func<Month, double> factor)
    {
        ArgumentNullException.ThrowIfNull(series);
        double[] values = new double[series.Length];
        bool[] missing = new bool[series.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = series.Values[i] * factor(series.MonthAt(i));
            missing[i] = series.IsMissing(i);
        }

        return new MonthlySeries(series.Start, values, missing);
    }
}
