using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;

namespace PolicingModels.Gridding;

/// <summary>Repairs polygons that cross themselves, within a stated change of area.</summary>
internal static class PolygonRepair
{
    public static Geometry Mend(Geometry polygons, string where, PolygonReadOptions options, List<DataQualityNote> notes)
    {
        if (!(options.MaximumRepairShare is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaximumRepairShare, "MaximumRepairShare is a share, 0 to 1.");
        }

        IsValidOp check = new(polygons);
        TopologyValidationError? error = check.ValidationError;
        if (error is null)
        {
            return polygons;
        }

        string place = string.Create(CultureInfo.InvariantCulture, $"{error.Message.ToLowerInvariant()} near ({error.Coordinate.X:0.##}, {error.Coordinate.Y:0.##})");
        Geometry mended = Planar.PolygonsOf(GeometryFixer.Fix(polygons));
        double before = polygons.Area, after = mended.Area;
        double share = before > 0 ? Math.Abs(after - before) / before : after > 0 ? double.PositiveInfinity : 0;
        if (share > options.MaximumRepairShare || !(after > 0))
        {
            throw new InputRefusedException(where, string.Create(CultureInfo.InvariantCulture, $"{where} has an unsound polygon ({place}), and repairing it would change its area from {before / 1e6:0.######} to {after / 1e6:0.######} km², more than the allowed share of {options.MaximumRepairShare}. Mend the polygon in a GIS, or raise MaximumRepairShare."));
        }

        notes.Add(new DataQualityNote("repaired-polygon", string.Create(CultureInfo.InvariantCulture, $"{where} had an unsound polygon ({place}); it was repaired, which changed its area from {before / 1e6:0.######} to {after / 1e6:0.######} km².")));
        return mended;
    }
}
