namespace PolicingModels.Gridding;

/// <summary>How an event that is known only to lie in a window <c>[from, to)</c> is placed in time. Exact moments are placed alike by all rules.</summary>
public enum TimeAssignment
{
    /// <summary>In every period that the window meets, in proportion to the overlap (Ratcliffe 2002, doi:10.1023/A:1013240828824).</summary>
    Aoristic,

    /// <summary>Wholly at the first minute of the window.</summary>
    Start,

    /// <summary>Wholly at the middle of the window, rounded down to the minute.</summary>
    Midpoint,

    /// <summary>Wholly at the last minute inside the window.</summary>
    End,
}
