using PolicingModels.Seasonality;

namespace PolicingModels.Data;

/// <summary>Which column of one source of monthly counts plays which role; −1 where none does. A wide source has a column per month instead of month and count.</summary>
internal sealed record CountColumns(int Area, int Type, int Month, int Count, IReadOnlyList<(int Column, Month Month)> Months, IReadOnlyList<FilterSource> Filters)
{
    public bool IsWide => Months.Count > 0;

    public static CountColumns Find(HeaderNames names, MonthlyCountReadOptions options)
    {
        int Role(string role) => names.Role(role, WellKnownHeaders.Counts[role]);
        int area = Role("area"), type = Role("type"), month = Role("month"), count = Role("count");
        IReadOnlyList<FilterSource> filters = names.Filters(options.Where, ColumnMap.CountRoles, role => WellKnownHeaders.Counts[role]);
        if (month >= 0 && count >= 0)
        {
            return new CountColumns(area, type, month, count, [], filters);
        }

        List<(int Column, Month Month)> months = [];
        for (int i = 0; i < names.Headers.Length; i++)
        {
            if (TryMonth(names.Headers[i], out Month header))
            {
                if (months.Exists(m => m.Month == header))
                {
                    throw names.Refuse($"{names.Source} has two columns for {header}; keep one of them.");
                }

                months.Add((i, header));
            }
        }

        if (months.Count == 0)
        {
            names.Require(month, "the month", [.. WellKnownHeaders.Counts["month"], "or with a column per month, 2010-04 or 201004"]);
            names.Require(count, "the count", WellKnownHeaders.Counts["count"]);
        }

        return new CountColumns(area, type, -1, -1, months, filters);
    }

    /// <summary>A month of the years that dates of events may have.</summary>
    public static bool TryMonth(string text, out Month month) =>
        Seasonality.Month.TryParse(text, out month) && month.Year is >= MomentParser.EarliestYear and <= MomentParser.LatestYear;
}
