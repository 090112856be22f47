using NetTopologySuite.Geometries;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporal;

/// <summary>Draws places evenly inside a cell or the whole study area.</summary>
internal static class AreaSampling
{
    /// <summary>An even draw inside a cell (−1: inside the area, cells by their size).</summary>
    public static (double X, double Y) Draw(IGrid area, int cell, SeededRandom random)
    {
        if (cell < 0)
        {
            cell = ByArea(area, random);
        }

        GridCell c = area.Cells[cell];
        double reach = 1000 * Math.Sqrt(c.AreaSquareKilometres);
        int[] found = new int[1];

        // A whole cell holds the square of its area around its centre, or nearly so; a clipped or long one is searched more widely.
        for (int attempt = 0; attempt < 400; attempt++)
        {
            double side = reach * (1 + (attempt / 100));
            double x = c.Easting + (side * (random.NextDouble() - 0.5)), y = c.Northing + (side * (random.NextDouble() - 0.5));
            area.Locate([x], [y], found);
            if (found[0] == cell)
            {
                return (x, y);
            }
        }

        Envelope bounds = area.Outline(cell).EnvelopeInternal;
        for (int attempt = 0; attempt < 10_000; attempt++)
        {
            double x = bounds.MinX + (bounds.Width * random.NextDouble()), y = bounds.MinY + (bounds.Height * random.NextDouble());
            area.Locate([x], [y], found);
            if (found[0] == cell)
            {
                return (x, y);
            }
        }

        return (c.Easting, c.Northing);
    }

    private static int ByArea(IGrid area, SeededRandom random)
    {
        double total = 0;
        foreach (GridCell c in area.Cells)
        {
            total += c.AreaSquareKilometres;
        }

        double at = total * random.NextDouble();
        for (int i = 0; i < area.Cells.Count; i++)
        {
            at -= area.Cells[i].AreaSquareKilometres;
            if (at < 0)
            {
                return i;
            }
        }

        return area.Cells.Count - 1;
    }
}
