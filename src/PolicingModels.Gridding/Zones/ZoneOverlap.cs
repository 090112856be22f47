namespace PolicingModels.Gridding;

/// <summary>Two zones that share an area; points in it belong to the first.</summary>
/// <param name="First">The id of the zone that comes first.</param>
/// <param name="Second">The id of the other zone.</param>
/// <param name="AreaSquareKilometres">The shared area in km².</param>
public readonly record struct ZoneOverlap(string First, string Second, double AreaSquareKilometres);
