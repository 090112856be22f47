using System.Text;
using PolicingModels.Seasonality;

namespace PolicingModels.SeasonalityTests;

/// <summary>The monthly counts of London by twelve areas and 26 types, from the shared data.</summary>
internal static class London
{
    private static SeriesHierarchy? _areas;

    public static SeriesHierarchy Areas => _areas ??= SeriesHierarchy.FromRows(Rows(SharedData.Data("monthly/london_bcu12_26types_monthly.csv"), typeColumn: 1, areaColumn: 0, firstMonth: 2));

    public static List<CountRow> Rows(string path, int typeColumn, int areaColumn, int firstMonth)
    {
        string[] lines = File.ReadAllLines(path);
        string[] heads = Split(lines[0]);
        List<CountRow> rows = [];
        foreach (string line in lines.Skip(1).Where(l => l.Length > 0))
        {
            string[] cells = Split(line);
            for (int i = firstMonth; i < heads.Length; i++)
            {
                Assert.True(Month.TryParse(heads[i], out Month month));
                rows.Add(new CountRow(month, cells[typeColumn], areaColumn < 0 ? "Force" : cells[areaColumn], double.Parse(cells[i], System.Globalization.CultureInfo.InvariantCulture)));
            }
        }

        return rows;
    }

    public static string[] Split(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}
