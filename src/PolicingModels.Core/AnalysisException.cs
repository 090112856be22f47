namespace PolicingModels;

/// <summary>Why the data cannot answer a question.</summary>
public enum AnalysisFailure
{
    /// <summary>The history is too short for the question.</summary>
    TooLittleHistory,

    /// <summary>There are no events, or none inside the study area and periods.</summary>
    NoEvents,

    /// <summary>There are fewer events than the method has parameters to estimate.</summary>
    TooFewEvents,

    /// <summary>Predictors are collinear or a matrix is singular.</summary>
    SingularFit,

    /// <summary>An iterative fit did not converge.</summary>
    NotConverged,

    /// <summary>All or nearly all events fall outside the study area: usually the wrong coordinate system.</summary>
    OutsideStudyArea,

    /// <summary>The grid would have more cells than the stated limit.</summary>
    GridTooLarge,

    /// <summary>A code is not in the table it is looked up in.</summary>
    UnknownCode,

    /// <summary>A code has several values in the table it is looked up in, and no policy says which to take.</summary>
    AmbiguousCode,

    /// <summary>A setting does not fit the data it is applied to.</summary>
    UnsuitableSetting,
}

/// <summary>Thrown when arguments are valid but the data cannot answer the question asked of them. The message says what to do.</summary>
public sealed class AnalysisException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="reason">The assumption that failed.</param>
    /// <param name="message">One sentence: what failed, where, and the mend.</param>
    /// <param name="inner">The cause, when there is one.</param>
    public AnalysisException(AnalysisFailure reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    /// <summary>The assumption that failed.</summary>
    public AnalysisFailure Reason { get; }
}
