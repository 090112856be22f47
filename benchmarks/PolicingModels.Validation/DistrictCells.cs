using System.Buffers.Binary;
using PolicingModels.Gridding;

namespace PolicingModels.Validation;

/// <summary>Whole square cells whose centre lies in the polygons of a shapefile in feet: just enough of the format for the challenge's districts.</summary>
internal static class DistrictCells
{
    private const int FileHeader = 100, RecordHeader = 8, PolygonHeader = 44, Polygon = 5;

    public static ListedGrid Lay(string path, double sideFeet, double footMetres)
    {
        byte[] file = File.ReadAllBytes(path);
        SortedSet<(int Row, int Column)> inside = [];
        for (int at = FileHeader; at < file.Length;)
        {
            int length = 2 * BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 4));
            Fill(file.AsSpan(at + RecordHeader, length), sideFeet, inside);
            at += RecordHeader + length;
        }

        double side = sideFeet * footMetres;
        return Grid.Listed(inside.Select(c => new GridCell(FormattableString.Invariant($"{c.Column}:{c.Row}"), (c.Column + 0.5) * side, (c.Row + 0.5) * side, side * side / 1e6)), CoordinateSystem.PlanarMetres);
    }

    // Along the middle of each row of cells, every second stretch between crossings of the outline is inside; rings of holes come out by themselves.
    private static void Fill(ReadOnlySpan<byte> record, double side, SortedSet<(int Row, int Column)> inside)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(record) != Polygon)
        {
            throw new InvalidDataException("The shapefile holds something else than polygons.");
        }

        int parts = BinaryPrimitives.ReadInt32LittleEndian(record[36..]), points = BinaryPrimitives.ReadInt32LittleEndian(record[40..]);
        double[] xy = new double[2 * points];
        for (int i = 0; i < xy.Length; i++)
        {
            xy[i] = BinaryPrimitives.ReadDoubleLittleEndian(record[(PolygonHeader + (4 * parts) + (8 * i))..]);
        }

        SortedDictionary<int, List<double>> crossings = [];
        for (int p = 0; p < parts; p++)
        {
            int first = BinaryPrimitives.ReadInt32LittleEndian(record[(PolygonHeader + (4 * p))..]);
            int end = p + 1 < parts ? BinaryPrimitives.ReadInt32LittleEndian(record[(PolygonHeader + (4 * (p + 1)))..]) : points;
            for (int i = first; i + 1 < end; i++)
            {
                Cross(xy[2 * i], xy[(2 * i) + 1], xy[(2 * i) + 2], xy[(2 * i) + 3], side, crossings);
            }
        }

        foreach ((int row, List<double> at) in crossings)
        {
            at.Sort();
            for (int i = 0; i + 1 < at.Count; i += 2)
            {
                for (int column = (int)Math.Ceiling((at[i] / side) - 0.5); (column + 0.5) * side < at[i + 1]; column++)
                {
                    inside.Add((row, column));
                }
            }
        }
    }

    private static void Cross(double x1, double y1, double x2, double y2, double side, SortedDictionary<int, List<double>> crossings)
    {
        double low = Math.Min(y1, y2), high = Math.Max(y1, y2);
        for (int row = (int)Math.Ceiling((low / side) - 0.5); (row + 0.5) * side < high; row++)
        {
            double y = (row + 0.5) * side;
            if (!crossings.TryGetValue(row, out List<double>? at))
            {
                crossings[row] = at = [];
            }

            at.Add(x1 + ((y - y1) / (y2 - y1) * (x2 - x1)));
        }
    }
}
