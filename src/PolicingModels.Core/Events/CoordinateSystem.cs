namespace PolicingModels;

/// <summary>The plane in which eastings and northings are measured. Events are always in metres.</summary>
/// <param name="Code">A short stable code: <c>EPSG:27700</c>, <c>metres</c>, or the parameters of a local projection.</param>
/// <param name="Name">The name for a reader.</param>
/// <param name="AccuracyMetres">How far a coordinate may be off after the conversion that made it; 0 for coordinates taken as they came.</param>
public sealed record CoordinateSystem(string Code, string Name, double AccuracyMetres = 0)
{
    /// <summary>The British National Grid, EPSG:27700, taken as it came.</summary>
    public static CoordinateSystem BritishNationalGrid { get; } = new("EPSG:27700", "British National Grid");

    /// <summary>Any other projected plane in metres, taken as it came.</summary>
    public static CoordinateSystem PlanarMetres { get; } = new("metres", "projected plane in metres");
}
