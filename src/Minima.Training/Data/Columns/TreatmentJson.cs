using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Minima.Training.Data;

/// <summary>A <see cref="TableTreatment"/> as JSON. Input may come from anywhere: everything is checked before it is used.</summary>
internal static class TreatmentJson
{
    private const string Format = "minima-treatment";

    private const int Version = 1;

    private const string Who = "the treatment of a table (JSON)";

    private static readonly (EncodingKind Kind, string Word)[] Kinds =
    [
        (EncodingKind.Number, "number"), (EncodingKind.TwoTexts, "two_texts"), (EncodingKind.OneHot, "one_hot"), (EncodingKind.Category, "category"), (EncodingKind.Date, "date"),
    ];

    private static readonly (TargetForm Form, string Word)[] Forms = [(TargetForm.Numbers, "numbers"), (TargetForm.Classes, "classes"), (TargetForm.TwoClasses, "two_classes")];

    public static JsonObject Write(TableTreatment treatment)
    {
        var json = new JsonObject
        {
            ["format"] = Format,
            ["version"] = Version,
            ["columns"] = new JsonArray([.. treatment.Encodings.Select((encoding, j) => Column(encoding, treatment.Scales[j]))]),
            ["targets"] = new JsonArray([.. treatment.Targets.Select(Target)]),
        };
        if (treatment.MissingMarks.Count > 0) json["missing_marks"] = Texts([.. treatment.MissingMarks.Select(mark => mark.ToString())]);
        return json;
    }

    public static TableTreatment Read(JsonObject json)
    {
        if (Text(json, "format") != Format) throw Fault($"its \"format\" is not \"{Format}\"");
        if (Number(json, "version") is var version and not Version) throw Fault(FormattableString.Invariant($"it is of version {version}, and this program reads version {Version}"));
        var columns = Items(json, "columns").Select(item => Column(Object(item, "columns"))).ToArray();
        var targets = Items(json, "targets").Select(item => Target(Object(item, "targets"))).ToArray();
        if (columns.Length > CsvFile.MostColumns) throw Fault($"it has {columns.Length} columns, and at most {CsvFile.MostColumns} are expected");
        Unique([.. columns.Select(column => column.Encoding.Column), .. targets.Select(target => target.Column)], "columns");
        return new TableTreatment(Array.ConvertAll(columns, column => column.Encoding), Array.ConvertAll(columns, column => column.Scales), targets, json.ContainsKey("missing_marks") ? [.. Texts(json, "missing_marks").Select(MissingMark.Parse)] : []);
    }

    /// <summary>True if a calendar date can be this many days from 1970-01-01.</summary>
    public static bool IsDay(double days) => days > -719_162 && days < 2_932_896;

    private static JsonObject Column(ColumnEncoding encoding, FeatureScale[] scales)
    {
        var json = new JsonObject { ["column"] = encoding.Column, ["kind"] = Array.Find(Kinds, kind => kind.Kind == encoding.Kind).Word };
        if (encoding.Kind is not (EncodingKind.Number or EncodingKind.Date)) json["levels"] = Texts(encoding.Levels);
        if (encoding.Fill is { } fill) json["fill"] = fill;
        if (encoding.HasMissing) json["missing"] = true;
        if (encoding.HasOther) json["other"] = true;
        if (encoding.Kind == EncodingKind.Date) json["origin"] = encoding.Origin;
        Cells(json, encoding.Form);
        json["scales"] = new JsonArray([.. scales.Select(Scale)]);
        return json;
    }

    private static (ColumnEncoding Encoding, FeatureScale[] Scales) Column(JsonObject json)
    {
        var name = Text(json, "column");
        var word = Text(json, "kind");
        if (!Array.Exists(Kinds, known => known.Word == word)) throw Fault($"the kind of column {DataException.Quote(name)} is {DataException.Quote(word)}, and one of {DataException.List(Array.ConvertAll(Kinds, known => known.Word))} is expected");
        var kind = Array.Find(Kinds, known => known.Word == word).Kind;
        var isText = kind is not (EncodingKind.Number or EncodingKind.Date);
        var encoding = new ColumnEncoding(name, isText ? Texts(json, "levels") : [])
        {
            Kind = kind,
            Fill = json.ContainsKey("fill") ? Number(json, "fill") : null,
            HasMissing = Flag(json, "missing"),
            HasOther = Flag(json, "other"),
            Origin = kind == EncodingKind.Date ? Number(json, "origin") : 0,
            Form = Cells(json),
        };
        Unique(encoding.Levels, $"levels of column {DataException.Quote(name)}");
        var sound = kind switch
        {
            EncodingKind.TwoTexts => encoding.Levels.Count == 2 && encoding is { HasMissing: false, HasOther: false },
            EncodingKind.OneHot => encoding.Levels.Count > 0 && encoding is { HasMissing: false, HasOther: false },
            EncodingKind.Date => !encoding.HasOther && encoding.Fill is { } fill && IsDay(fill) && IsDay(encoding.Origin),
            EncodingKind.Number => !encoding.HasOther && (encoding.Fill is not null || !encoding.HasMissing),
            _ => true,
        };
        if (!sound) throw Fault($"its entry for column {DataException.Quote(name)} does not fit a column of the kind {DataException.Quote(word)}");
        var scales = Items(json, "scales").Select(item => Scale(Object(item, "scales"))).ToArray();
        return scales.Length == encoding.Width
            ? (encoding, scales)
            : throw Fault($"column {DataException.Quote(name)} becomes {encoding.Width} features but has {scales.Length} scales");
    }

    private static JsonObject Target(TargetTreatment target)
    {
        var json = new JsonObject { ["column"] = target.Column, ["form"] = Array.Find(Forms, form => form.Form == target.Form).Word };
        if (target.Form != TargetForm.Numbers) json["classes"] = Texts(target.Classes);
        if (target.Scale is { } scale) json["scale"] = Scale(scale);
        Cells(json, target.Cells);
        return json;
    }

    private static TargetTreatment Target(JsonObject json)
    {
        var name = Text(json, "column");
        var word = Text(json, "form");
        if (!Array.Exists(Forms, known => known.Word == word)) throw Fault($"the form of target {DataException.Quote(name)} is {DataException.Quote(word)}, and one of {DataException.List(Array.ConvertAll(Forms, known => known.Word))} is expected");
        var form = Array.Find(Forms, known => known.Word == word).Form;
        var classes = form == TargetForm.Numbers ? [] : Texts(json, "classes");
        Unique(classes, $"classes of target {DataException.Quote(name)}");
        if (form == TargetForm.TwoClasses ? classes.Length != 2 : form == TargetForm.Classes && classes.Length < 2) throw Fault($"target {DataException.Quote(name)} has {classes.Length} classes");
        if (form != TargetForm.Numbers && json.ContainsKey("scale")) throw Fault($"target {DataException.Quote(name)} has classes, which have no scale");
        return new TargetTreatment(name, form, classes) { Scale = json.ContainsKey("scale") ? Scale(Object(json["scale"], "scale")) : null, Cells = Cells(json) };
    }

    internal static JsonObject Scale(FeatureScale scale) => new() { ["mean"] = scale.Mean, ["factor"] = scale.Factor, ["exponent"] = scale.Exponent };

    internal static FeatureScale Scale(JsonObject json)
    {
        var (mean, factor, exponent) = (Number(json, "mean"), Number(json, "factor"), Number(json, "exponent"));
        return factor >= 0 && double.IsInteger(exponent) && Math.Abs(exponent) <= 1100
            ? new FeatureScale(mean, factor, (int)exponent)
            : throw Fault(FormattableString.Invariant($"a scale has the factor {factor} and the exponent {exponent}; the factor must be at least 0, and the exponent a whole number up to 1100"));
    }

    private static void Cells(JsonObject json, CellForm form)
    {
        if (form.DecimalComma) json["decimal_comma"] = true;
        if (form.PointsSeparateThousands) json["points_separate_thousands"] = true;
        if (form.Mark is { } mark) json["mark"] = mark;
    }

    private static CellForm Cells(JsonObject json) => new(Flag(json, "decimal_comma"), Flag(json, "points_separate_thousands"), json.ContainsKey("mark") ? Text(json, "mark") : null);

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static string[] Texts(JsonObject json, string name) =>
        [.. Items(json, name).Select(item => item?.GetValueKind() == JsonValueKind.String ? item.GetValue<string>() : throw Fault($"\"{name}\" is not a list of texts"))];

    internal static JsonArray Items(JsonObject json, string name) => json[name] as JsonArray ?? throw Fault($"\"{name}\" is not a list");

    internal static JsonObject Object(JsonNode? node, string name) => node as JsonObject ?? throw Fault($"\"{name}\" contains something other than objects");

    internal static string Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw Fault($"\"{name}\" is not a text");

    /// <summary>A finite number of any JSON type, by its text.</summary>
    internal static double Number(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Fault($"\"{name}\" is not a finite number");

    private static bool Flag(JsonObject json, string name) => json.ContainsKey(name) && json[name]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault($"\"{name}\" is neither true nor false"),
    };

    private static void Unique(IReadOnlyList<string> names, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!seen.Add(name)) throw Fault($"two of its {what} are called {DataException.Quote(name)}");
        }
    }

    internal static DataException Fault(string got) => DataException.Create(Who, got, "the output of ToJson is expected", "Save the treatment again with the model.");
}
