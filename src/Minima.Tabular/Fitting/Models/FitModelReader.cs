using System.Text.Json;
using Minima.Training;

namespace Minima.Tabular;

/// <summary>Reads what <see cref="FitModelWriter"/> wrote. Whatever is missing or of another kind is named.</summary>
internal sealed class FitModelReader
{
    private const long LargestFile = 256L << 20;
    private const int MostLevels = 1000;

    private readonly string _name;
    private readonly JsonElement _root;

    private FitModelReader(string name, JsonElement root)
    {
        _name = name;
        _root = root;
    }

    public static LinearModel Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            throw DataException.CreateForFile(
                path.Length == 0 ? "the path of the model" : path,
                Directory.Exists(path) ? "this is a directory" : "there is no such file",
                "a model that minima fit --json wrote is expected",
                "Write one with: minima fit DATA.csv --target COLUMN --loss NAME --json > MODEL.json");
        }

        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(Whole(stream, name));
            return new FitModelReader(name, document.RootElement).Model();
        }
        catch (JsonException problem)
        {
            throw Fault(name, $"it is not JSON (line {problem.LineNumber + 1})");
        }
        catch (InvalidOperationException problem) when (problem is not TrainingException)
        {
            // The reader unescapes a text when it is asked for it: half a surrogate pair, "\\ud800" alone, is none.
            throw Fault(name, "a text in it holds half a surrogate pair");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{name}: reading failed ({problem.Message.TrimEnd('.')}); a file is expected that can be read to its end. Check that you may read it.", problem) { IsAboutFile = true };
        }
    }

    /// <summary>The bytes of a file, which may be a pipe or a device without an end.</summary>
    private static ReadOnlyMemory<byte> Whole(FileStream stream, string name)
    {
        using var bytes = new MemoryStream();
        var piece = new byte[1 << 16];
        for (int read; (read = stream.Read(piece)) > 0;)
        {
            bytes.Write(piece, 0, read);
            if (bytes.Length > LargestFile) throw Fault(name, "it is larger than 256 MB");
            if (bytes.Length <= piece.Length && piece.AsSpan(0, read).Contains((byte)0)) throw Fault(name, "it is not text");
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private LinearModel Model()
    {
        if (_root.ValueKind != JsonValueKind.Object || !_root.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() != FitModelWriter.Format)
            throw Fault(_name, $"it has no \"format\": \"{FitModelWriter.Format}\"");
        var version = Number(_root, "version");
        if (version != LinearModel.Version)
            throw DataException.Create(_name, FormattableString.Invariant($"it is of version {version}"), FormattableString.Invariant($"this program reads version {LinearModel.Version}"), "Fit again with this program, or use the program that wrote it.");
        var features = Texts(_root, "features");
        var encoding = Items(_root, "encoding").Select(Encoding).ToArray();
        if (!encoding.SelectMany(column => column.Features).SequenceEqual(features, StringComparer.Ordinal))
            throw Fault(_name, "its features are not those of its encoding");
        var coefficients = Rows("coefficients");
        if (Array.Exists(coefficients, row => row.Length != features.Length))
            throw Fault(_name, FormattableString.Invariant($"it has {features.Length} features and a row of another number of coefficients"));
        var intercept = Property(_root, "intercept");
        double[] intercepts = intercept.ValueKind == JsonValueKind.Number ? [intercept.GetDouble()] : Numbers(intercept, "intercept");
        if (intercepts.Length != coefficients.Length) throw Fault(_name, "it has not one intercept for each row of coefficients");
        TargetKind[] kinds = [TargetKind.Regression, TargetKind.Binary, TargetKind.MultiClass];
        var task = Text(_root, "task");
        var outputs = _root.TryGetProperty("outputs", out _) ? Outputs(Text(_root, "outputs")) : (OutputReading?)null;
        string[] targets = _root.TryGetProperty("targets", out _) ? Texts(_root, "targets") : [Text(_root, "target")];
        PredictionTask? further = Array.Find([PredictionTask.Survival, PredictionTask.Ranking, PredictionTask.MultiLabel, PredictionTask.Vector, PredictionTask.Composition, PredictionTask.Boxes], known => PredictionTasks.Word(known) == task) is var found and not PredictionTask.Regression ? found : null;
        if (further is null && !Array.Exists(kinds, known => FitModelWriter.Word(known) == task))
            throw Fault(_name, $"its task is {DataException.Quote(task)}, which is none of {DataException.List(Array.ConvertAll(kinds, FitModelWriter.Word))}");
        var kind = further == PredictionTask.MultiLabel ? TargetKind.Binary : Array.Find(kinds, known => FitModelWriter.Word(known) == task);
        var hasSeveral = further is { } asked && PredictionTasks.HasSeveralTargets(asked);
        (string, double)[] mapping = [.. Items(_root, "mapping").Select(item => (Text(item, "class"), Number(item, "value")))];
        if (hasSeveral ? coefficients.Length != targets.Length || targets.Length < 2 || mapping.Length != (further == PredictionTask.MultiLabel ? 2 : 0)
            : targets.Length > 1 || outputs is not null && further is null ? !JointReading.Fits(outputs, kind, targets.Length, mapping.Length, coefficients.Length)
            : further is not null ? mapping.Length > 0 || (further == PredictionTask.Ranking && _root.TryGetProperty("survival", out _)) : kind switch { TargetKind.Regression => coefficients.Length != 1 && !_root.TryGetProperty("distribution", out _), TargetKind.Binary => coefficients.Length != 1 || mapping.Length != 2, _ => coefficients.Length < 2 || mapping.Length != coefficients.Length })
            throw Fault(_name, FormattableString.Invariant($"its task is {DataException.Quote(task)}, and it has {mapping.Length} classes and {coefficients.Length} rows of coefficients"));
        if (further is not null || outputs is not null || _root.TryGetProperty("distribution", out _)) TensorCatalogue.Join();
        var distribution = _root.TryGetProperty("distribution", out var item) ? Distribution(item, coefficients.Length) : null;
        if (distribution is not null && (further is not null || outputs is not null || kind != TargetKind.Regression)) throw Fault(_name, $"its task is {DataException.Quote(task)}, and it has a \"distribution\"");
        return new LinearModel
        {
            Loss = Text(_root, "loss"),
            Parameters = [.. Parameters()],
            OwnParameters = hasSeveral && _root.TryGetProperty("own_parameters", out _) ? OwnParameters(targets.Length) : [],
            Target = Text(_root, "target"),
            Targets = targets,
            Outputs = outputs,
            Kind = kind,
            Task = further,
            Survival = further == PredictionTask.Survival ? Survival(Property(_root, "survival")) : null,
            FactsColumn = further switch { PredictionTask.Survival => Named("event"), PredictionTask.Ranking => Named("query"), _ => null },
            Inputs = further is null || hasSeveral ? [] : [.. Items(_root, "inputs").Select(item => new FitInput(Text(item, "name"), Number(item, "learned"), null))],
            Mapping = mapping,
            Link = Link(Text(_root, "link")),
            Grades = kind == TargetKind.Regression && _root.TryGetProperty("grades", out _) ? Texts(_root, "grades") : [],
            Distribution = distribution,
            Threshold = kind == TargetKind.Binary && _root.TryGetProperty("threshold", out _) ? Number(_root, "threshold") : null,
            Thresholds = further == PredictionTask.MultiLabel && _root.TryGetProperty("thresholds", out var cuts) ? Cuts(cuts, targets.Length) : [],
            Encoding = encoding,
            Features = features,
            Coefficients = coefficients,
            Intercepts = intercepts,
        };
    }

    private double[] Cuts(JsonElement list, int labels) => Numbers(list, "thresholds") is var cuts && cuts.Length == labels ? cuts : throw Fault(_name, "it has not one of its \"thresholds\" for each label");

    /// <summary>A text that models of an older program lack.</summary>
    private string? Named(string property) => _root.TryGetProperty(property, out _) ? Text(_root, property) : null;

    /// <summary>The heads as the loss has them; a file that says otherwise is not one of this program.</summary>
    private DistributionReading Distribution(JsonElement item, int outputs)
    {
        var range = new TargetRange(Numbers(Property(item, "typical"), "typical"), Number(item, "spread"));
        var levels = Numbers(Property(item, "levels"), "levels");
        if (range.Typical.Length is 0 or > MostLevels || levels.Length > MostLevels || !(range.Spread > 0)) throw Fault(_name, "its \"distribution\" has no spread above 0, or too many levels");
        DistributionReading? reading = null;
        try
        {
            if (Catalogue.TryFind(Text(_root, "loss")) is { } entry) reading = DistributionReading.Again(Loss.Create(entry, Parameters().ToDictionary(StringComparer.Ordinal)), levels, range, Flag(item, "constant_spread"));
        }
        catch (Exception problem) when (problem is LossException or TrainingException)
        {
            throw Fault(_name, $"its loss and its \"distribution\" do not go together ({problem.Message.TrimEnd('.')})");
        }

        if (reading is null || reading.Plan.Heads.Count != outputs || Wording.Snake(reading.Plan.Reading) != Text(item, "reading") || !reading.Plan.Heads.Select(head => head.Name).SequenceEqual(Texts(item, "heads"), StringComparer.Ordinal))
            throw Fault(_name, "its loss has no such \"distribution\"");
        return reading;
    }

    private SurvivalReading Survival(JsonElement item)
    {
        var basis = new SurvivalBasis(Number(item, "unit"), Numbers(Property(item, "cuts"), "cuts"), Numbers(Property(item, "times"), "times"), Numbers(Property(item, "hazard"), "hazard"));
        if (!(basis.Unit > 0) || basis.Times.Length != basis.Hazard.Length) throw Fault(_name, "its \"survival\" has no unit above 0, or not a hazard for each time");
        return new(basis, Numbers(Property(item, "at"), "at"), Number(item, "horizon"));
    }

    /// <summary>The values as JSON gives them; the loss that they belong to checks them.</summary>
    private IEnumerable<KeyValuePair<string, object?>> Parameters() => Parameters(Property(_root, "parameters"));

    private KeyValuePair<string, object?>[][] OwnParameters(int targets)
    {
        KeyValuePair<string, object?>[][] own = [.. Items(_root, "own_parameters").Select(item => Parameters(item).ToArray())];
        return own.Length == targets ? own : throw Fault(_name, "it has not one of its \"own_parameters\" for each target");
    }

    private IEnumerable<KeyValuePair<string, object?>> Parameters(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object) throw Fault(_name, "\"parameters\" is not an object");
        foreach (var parameter in parameters.EnumerateObject())
        {
            yield return KeyValuePair.Create<string, object?>(parameter.Name, parameter.Value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.Number => parameter.Value.GetDouble(),
                JsonValueKind.String => parameter.Value.GetString(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Array when parameter.Value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Array) => parameter.Value.EnumerateArray().Select(row => Numbers(row, parameter.Name)).ToArray(),
                JsonValueKind.Array => Numbers(parameter.Value, parameter.Name),
                _ => throw Fault(_name, $"the parameter {DataException.Quote(parameter.Name)} is neither a number, a word nor a list"),
            });
        }
    }

    private OutputReading Outputs(string word)
    {
        OutputReading[] known = [.. Enum.GetValues<OutputReading>().Where(JointReading.IsSaved)];
        return Array.FindIndex(known, reading => Wording.Snake(reading) == word) is >= 0 and var place
            ? known[place]
            : throw Fault(_name, $"its outputs are {DataException.Quote(word)}, which is none of {DataException.List([.. known.Select(reading => Wording.Snake(reading))])}");
    }

    private PredictionLink Link(string word)
    {
        foreach (var link in Enum.GetValues<PredictionLink>())
        {
            if (Wording.Snake(link) == word) return link;
        }

        throw Fault(_name, $"its link is {DataException.Quote(word)}, which is none of {DataException.List([.. Enum.GetValues<PredictionLink>().Select(link => Wording.Snake(link))])}");
    }

    private ColumnEncoding Encoding(JsonElement item)
    {
        var column = Text(item, "column");
        var kind = Text(item, "kind");
        EncodingKind[] kinds = [.. Enum.GetValues<EncodingKind>().Where(known => Wording.Snake(known) == kind)];
        string[] levels = kinds is [EncodingKind.Number or EncodingKind.Date] or [] ? [] : Texts(item, "levels");
        if (kinds is not [var one] || (one == EncodingKind.TwoTexts && levels.Length != 2) || (one == EncodingKind.OneHot && levels.Length < 3))
            throw Fault(_name, $"the encoding of column {DataException.Quote(column)} is none that this program knows");
        return new ColumnEncoding(column, levels)
        {
            Kind = one,
            Fill = item.TryGetProperty("fill", out _) ? Number(item, "fill") : null,
            HasMissing = Flag(item, "missing"),
            HasOther = Flag(item, "other"),
            Origin = one == EncodingKind.Date ? Number(item, "origin") : 0,
        };
    }

    private bool Flag(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault(_name, $"\"{name}\" is neither true nor false"),
    };

    private double[][] Rows(string name)
    {
        JsonElement[] items = [.. Items(_root, name)];
        return items.Length > 0 && items[0].ValueKind == JsonValueKind.Array
            ? Array.ConvertAll(items, item => Numbers(item, name))
            : [Numbers(Property(_root, name), name)];
    }

    private double[] Numbers(JsonElement list, string name)
    {
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Number || !double.IsFinite(item.GetDouble())))
            throw Fault(_name, $"\"{name}\" is not a list of finite numbers");
        return [.. list.EnumerateArray().Select(item => item.GetDouble())];
    }

    private JsonElement Property(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value : throw Fault(_name, $"\"{name}\" is missing");

    private JsonElement.ArrayEnumerator Items(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : throw Fault(_name, $"\"{name}\" is not a list");

    private string[] Texts(JsonElement item, string name) =>
        [.. Items(item, name).Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Fault(_name, $"\"{name}\" is not a list of texts"))];

    private string Text(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Fault(_name, $"\"{name}\" is not a text");

    private double Number(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.Number } value && double.IsFinite(value.GetDouble()) ? value.GetDouble() : throw Fault(_name, $"\"{name}\" is not a finite number");

    private static DataException Fault(string name, string got) => DataException.Create(
        name, got, "a model that minima fit --json wrote is expected", "Write it again: minima fit DATA.csv --target COLUMN --loss NAME --json > MODEL.json");
}
