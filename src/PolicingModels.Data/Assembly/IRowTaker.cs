namespace PolicingModels.Data;

/// <summary>A table in the making, which takes the rows of files and queries one by one.</summary>
internal interface IRowTaker
{
    /// <summary>In which order dates written in text give their parts.</summary>
    DateFormat DateFormat { get; }

    /// <summary>The character between fields of text; null where the header tells it.</summary>
    char? Delimiter { get; }

    /// <summary>Rows seen so far, whether they were used, refused or filtered out.</summary>
    long Seen { get; }

    /// <summary>Begins the rows of one source, and finds the roles of its columns.</summary>
    void Begin(string source, string[] headers);

    /// <summary>Counts and refuses a row that could not be split into fields.</summary>
    void RefuseRow(long line, string value, string reason);

    /// <summary>Takes one row of text: uses it, refuses it, or leaves it out because a filter says so.</summary>
    void Add(DelimitedRow row);

    /// <summary>Takes one row of a database likewise.</summary>
    void Add(DatabaseRow row);

    /// <summary>Adds a note unless one of the same code and text is there.</summary>
    void Note(string code, string message);
}
