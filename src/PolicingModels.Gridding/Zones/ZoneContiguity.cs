using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Distance;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace PolicingModels.Gridding;

/// <summary>Which polygons touch.</summary>
internal static class ZoneContiguity
{
    public static STRtree<int> Tree(Geometry[] zones)
    {
        STRtree<int> tree = new();
        for (int i = 0; i < zones.Length; i++)
        {
            tree.Insert(zones[i].EnvelopeInternal, i);
        }

        tree.Build();
        return tree;
    }

    public static Adjacency Of(Geometry[] zones, NeighbourRule rule, double tolerance)
    {
        List<int>[] neighbours = Array.ConvertAll(zones, _ => new List<int>());
        STRtree<int> tree = Tree(zones);
        for (int i = 0; i < zones.Length; i++)
        {
            IPreparedGeometry prepared = PreparedGeometryFactory.Prepare(zones[i]);
            Envelope reach = zones[i].EnvelopeInternal.Copy();
            reach.ExpandBy(tolerance);
            foreach (int j in tree.Query(reach))
            {
                if (j > i && Touch(prepared, zones[j], rule, tolerance))
                {
                    neighbours[i].Add(j);
                    neighbours[j].Add(i);
                }
            }
        }

        return new Adjacency(neighbours);
    }

    private static bool Touch(IPreparedGeometry one, Geometry other, NeighbourRule rule, double tolerance)
    {
        if (tolerance == 0)
        {
            return one.Intersects(other) && (rule == NeighbourRule.Queen || SharedLength(one.Geometry, other) > 0);
        }

        if (!DistanceOp.IsWithinDistance(one.Geometry, other, tolerance))
        {
            return false;
        }

        // Two corners that meet cover at most four tolerances of each other's edges.
        return rule == NeighbourRule.Queen
            || OverlayNGRobust.Overlay(other.Boundary, one.Geometry.Boundary.Buffer(tolerance), SpatialFunction.Intersection).Length > 4 * tolerance;
    }

    private static double SharedLength(Geometry one, Geometry other)
    {
        Geometry shared = OverlayNGRobust.Overlay(one.Boundary, other.Boundary, SpatialFunction.Intersection);
        return shared.Length > 0
            ? shared.Length
            : OverlayNGRobust.Overlay(one, other, SpatialFunction.Intersection).Length;
    }
}
