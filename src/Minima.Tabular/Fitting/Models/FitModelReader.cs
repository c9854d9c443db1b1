using System.Text.Json;

namespace Minima.Tabular;

/// <summary>Reads files of <see cref="FitModelWriter"/>. An error names whichever part is missing or of another kind.</summary>
internal sealed class FitModelReader : DistributionModelReader
{

    private FitModelReader(string name, JsonElement root)
        : base(name, root)
    {
    }

    public static LinearModel Read(string path) => Read(path, Of);

    /// <summary>Builds the model from a parsed file.</summary>
    public static LinearModel Of(string name, JsonElement root) => new FitModelReader(name, root).Model();

    private LinearModel Model()
    {
        if (!HasFormat(Root, FitModelWriter.Format)) throw Fault($"it has no \"format\": \"{FitModelWriter.Format}\"");
        var version = Number(Root, "version");
        if (version != LinearModel.Version)
            throw DataException.Create(Name, FormattableString.Invariant($"it is of version {version}"), FormattableString.Invariant($"this program reads version {LinearModel.Version}"), "Fit again with this program, or use the program that wrote it.");
        var features = Texts(Root, "features");
        var encoding = Items(Root, "encoding").Select(Encoding).ToArray();
        if (!encoding.SelectMany(column => column.Features).SequenceEqual(features, StringComparer.Ordinal))
            throw Fault("its features are not those of its encoding");
        var coefficients = Rows("coefficients");
        if (Array.Exists(coefficients, row => row.Length != features.Length))
            throw Fault(FormattableString.Invariant($"it has {features.Length} features and a row with another number of coefficients"));
        var intercept = Property(Root, "intercept");
        double[] intercepts = intercept.ValueKind == JsonValueKind.Number ? [intercept.GetDouble()] : Numbers(intercept, "intercept");
        if (intercepts.Length != coefficients.Length) throw Fault("it does not have one intercept for each row of coefficients");
        TargetKind[] kinds = [TargetKind.Regression, TargetKind.Binary, TargetKind.MultiClass];
        var task = Text(Root, "task");
        var outputs = Root.TryGetProperty("outputs", out _) ? Outputs(Text(Root, "outputs")) : (OutputReading?)null;
        string[] targets = Root.TryGetProperty("targets", out _) ? Texts(Root, "targets") : [Text(Root, "target")];
        PredictionTask? further = Array.Find([PredictionTask.Survival, PredictionTask.Ranking, PredictionTask.MultiLabel, PredictionTask.Vector, PredictionTask.Composition, PredictionTask.Boxes], known => PredictionTasks.Word(known) == task) is var found and not PredictionTask.Regression ? found : null;
        if (further is null && !Array.Exists(kinds, known => FitModelWriter.Word(known) == task))
            throw Fault($"its task is {DataException.Quote(task)}, which is not one of {DataException.List(Array.ConvertAll(kinds, FitModelWriter.Word))}");
        var kind = further switch { PredictionTask.MultiLabel => TargetKind.Binary, not null => TargetKind.Regression, _ => Array.Find(kinds, known => FitModelWriter.Word(known) == task) };
        var hasSeveral = further is { } asked && PredictionTasks.HasSeveralTargets(asked);
        (string, double)[] mapping = [.. Items(Root, "mapping").Select(item => (Text(item, "class"), Number(item, "value")))];
        if (hasSeveral ? coefficients.Length != targets.Length || targets.Length < 2 || mapping.Length != (further == PredictionTask.MultiLabel ? 2 : 0)
            : targets.Length > 1 || outputs is not null && further is null ? !JointReading.Fits(outputs, kind, targets.Length, mapping.Length, coefficients.Length)
            : further is not null ? mapping.Length > 0 || (further == PredictionTask.Ranking && Root.TryGetProperty("survival", out _)) : kind switch { TargetKind.Regression => coefficients.Length != 1 && !Root.TryGetProperty("distribution", out _), TargetKind.Binary => coefficients.Length != 1 || mapping.Length != 2, _ => coefficients.Length < 2 || mapping.Length != coefficients.Length })
            throw Fault(FormattableString.Invariant($"its task is {DataException.Quote(task)}, and it has {mapping.Length} classes and {coefficients.Length} rows of coefficients"));
        if (further is not null || outputs is not null) TensorCatalogue.Join();
        var distribution = Distribution(coefficients.Length);
        if (distribution is not null && (further is not null || outputs is not null || kind != TargetKind.Regression)) throw Fault($"its task is {DataException.Quote(task)}, and it has a \"distribution\"");
        return new LinearModel
        {
            Loss = Text(Root, "loss"),
            Parameters = [.. Parameters()],
            OwnParameters = hasSeveral && Root.TryGetProperty("own_parameters", out _) ? OwnParameters(targets.Length) : [],
            Target = Text(Root, "target"),
            Targets = targets,
            Marks = Marks(targets.Length),
            Outputs = outputs,
            Kind = kind,
            Task = further,
            Survival = further == PredictionTask.Survival ? Survival(Property(Root, "survival")) : null,
            FactsColumn = further switch { PredictionTask.Survival => Named("event"), PredictionTask.Ranking => Named("query"), _ => distribution is null ? null : Named("event") },
            Inputs = hasSeveral ? [] : Inputs(),
            Mapping = mapping,
            Link = Link(Text(Root, "link")),
            Grades = kind == TargetKind.Regression && Root.TryGetProperty("grades", out _) ? Texts(Root, "grades") : [],
            Distribution = distribution,
            Threshold = kind == TargetKind.Binary && Root.TryGetProperty("threshold", out _) ? Number(Root, "threshold") : null,
            Thresholds = further == PredictionTask.MultiLabel && Root.TryGetProperty("thresholds", out var cuts) ? Cuts(cuts, targets.Length) : [],
            Encoding = encoding,
            MissingMarks = MissingMarks(),
            Features = features,
            Coefficients = coefficients,
            Intercepts = intercepts,
        };
    }

    private double[] Cuts(JsonElement list, int labels) => Numbers(list, "thresholds") is var cuts && cuts.Length == labels ? cuts : throw Fault("its \"thresholds\" do not have one entry for each label");

    /// <summary>One for each target, or none.</summary>
    private string?[] Marks(int targets)
    {
        string[] marks = Root.TryGetProperty("marks", out _) ? Texts(Root, "marks") : Mark(Root) is { } one ? [one] : [];
        return marks.Length == 0 || marks.Length == targets ? Array.ConvertAll(marks, mark => mark.Length > 0 ? mark : null) : throw Fault("its \"marks\" do not have one entry for each target");
    }

    /// <summary>A text that is missing in models of older versions.</summary>
    private string? Named(string property) => Root.TryGetProperty(property, out _) ? Text(Root, property) : null;

    private KeyValuePair<string, object?>[][] OwnParameters(int targets)
    {
        KeyValuePair<string, object?>[][] own = [.. Items(Root, "own_parameters").Select(item => Parameters(item).ToArray())];
        return own.Length == targets ? own : throw Fault("its \"own_parameters\" do not have one entry for each target");
    }

    private ColumnEncoding Encoding(JsonElement item)
    {
        var column = Text(item, "column");
        var kind = Text(item, "kind");
        EncodingKind[] kinds = [.. Enum.GetValues<EncodingKind>().Where(known => Wording.Snake(known) == kind)];
        string[] levels = kinds is [EncodingKind.Number or EncodingKind.Date] or [] ? [] : Texts(item, "levels");
        if (kinds is not [var one] || (one == EncodingKind.TwoTexts && levels.Length != 2) || (one == EncodingKind.OneHot && levels.Length < 3))
            throw Fault($"this program does not support the encoding of column {DataException.Quote(column)}");
        return new ColumnEncoding(column, levels)
        {
            Kind = one,
            Fill = item.TryGetProperty("fill", out _) ? Number(item, "fill") : null,
            Form = default(CellForm) with { Mark = Mark(item) },
            HasMissing = Flag(item, "missing"),
            HasOther = Flag(item, "other"),
            Origin = one == EncodingKind.Date ? Number(item, "origin") : 0,
        };
    }

    private double[][] Rows(string name)
    {
        JsonElement[] items = [.. Items(Root, name)];
        return items.Length > 0 && items[0].ValueKind == JsonValueKind.Array
            ? Array.ConvertAll(items, item => Numbers(item, name))
            : [Numbers(Property(Root, name), name)];
    }

    protected override DataException Fault(string got) => FileFault(Name, got);
}
