namespace Minima.Tabular;

/// <summary>A data source with one column to predict: its features and their encodings. It is the same for every loss and every part of the rows.</summary>
internal sealed class SourceTable
{
    private readonly IFitSource _source;
    private readonly List<string> _notes;
    private readonly CancellationToken _cancellation;

    /// <param name="source">The rows.</param>
    /// <param name="roles">The roles of the columns.</param>
    /// <param name="kind">The kind of the target: a number, two classes or several.</param>
    /// <param name="positive">The class whose probability is predicted, or null.</param>
    /// <param name="notes">Receives notes on columns.</param>
    /// <param name="cancellation">Checked before every query.</param>
    /// <exception cref="DataException">There is no row, or the target cannot be used.</exception>
    public SourceTable(IFitSource source, SourceRoles roles, TargetKind kind, string? positive, List<string> notes, CancellationToken cancellation)
    {
        (_source, Roles, _notes, _cancellation) = (source, roles, notes, cancellation);
        Facts = source.Describe(roles.All, cancellation).ToDictionary(column => column.Name, StringComparer.Ordinal);
        TargetFacts = Facts[roles.Target];
        if (TargetFacts.Rows == 0) throw SourceFit.NoRow(source);
        Target = SourceTarget.Read(source, TargetFacts, new() { Target = roles.Target, Kind = kind, PositiveClass = positive }, notes, cancellation);
    }

    public SourceRoles Roles { get; }

    /// <summary>Facts about each column that is read.</summary>
    public IReadOnlyDictionary<string, SourceColumn> Facts { get; }

    public SourceColumn TargetFacts { get; }

    /// <summary>The target, with values that represent all.</summary>
    public TargetColumn Target { get; }

    /// <summary>Notes on columns; complete after <see cref="Design"/> was read.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The features without transforms, with the target and the weight.</summary>
    public SourceDesign Design => field ??= Create();

    private SourceDesign Create()
    {
        var encodings = SourceEncodings.Of(_source, [.. Roles.Features.Select(name => Facts[name])], _notes, _cancellation);
        var width = encodings.Sum(encoding => encoding.Width);
        return new()
        {
            Encodings = encodings,
            Centres = new double[width],
            Units = [.. Enumerable.Repeat(1.0, width)],
            Target = Roles.Target,
            Classes = [.. Target.Classes],
            HasSeveralClasses = Target.Kind == TargetKind.MultiClass,
            HasTextClasses = TargetFacts.Kind == TableColumnKind.Category,
            Weight = Roles.Weight,
            LargestWeight = Roles.Weight is { } named ? Facts[named].High : 1,
        };
    }
}
