using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Minima.Trees;

/// <summary>Reads trees that XGBoost saved.</summary>
internal sealed class XGBoostReader
{
    private const int MostUnnamed = 1 << 20;

    private static readonly (string Word, string Instead)[] BareWords = [("NaN", "null"), ("Infinity", "1e999")];

    private readonly JsonElement _learner;
    private readonly JsonElement _booster;
    private readonly ModelColumn[] _columns;

    private XGBoostReader(JsonElement root)
    {
        _learner = root.GetProperty("learner");
        _booster = _learner.GetProperty("gradient_booster");
        var name = _booster.GetProperty("name").GetString();
        if (name is not ("gbtree" or "dart")) throw new BoostException($"the model's booster is '{name}'; trees are read, of gbtree or dart.");
        _columns = Columns();
    }

    public static XGBoostModel Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Standard(text), new JsonDocumentOptions { MaxDepth = 16 });
            return new XGBoostReader(document.RootElement).Model();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new BoostException("this is not a model that XGBoost saved as JSON, or it is damaged; save it with model.save_model(\"model.json\").", error);
        }
    }

    /// <summary>Standard JSON for XGBoost's text. JSON has neither NaN nor Infinity: they become null and a number beyond the range of doubles.</summary>
    private static string Standard(string text)
    {
        var standard = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var length = 1;
            if (text[at] == '"')
            {
                while (at + length < text.Length && text[at + length] != '"') length += text[at + length] == '\\' ? 2 : 1;
                length = Math.Min(length + 1, text.Length - at);
            }

            var (word, instead) = text[at] is not ('N' or 'I') ? default : Array.Find(BareWords, pair => string.CompareOrdinal(text, at, pair.Word, 0, pair.Word.Length) == 0);
            if (word is not null) length = word.Length;
            standard.Append(word is null ? text.AsSpan(at, length) : instead);
            at += length;
        }

        return standard.ToString();
    }

    /// <summary>The trees of the booster; dart nests them one level deeper.</summary>
    private JsonElement Booster => _booster.TryGetProperty("gbtree", out var inner) ? inner.GetProperty("model") : _booster.GetProperty("model");

    private XGBoostModel Model()
    {
        var objective = _learner.GetProperty("objective").GetProperty("name").GetString() ?? "";
        var answer = XGBoostObjectives.AnswerOf(objective);
        var parameters = _learner.GetProperty("learner_model_param");
        var targets = parameters.TryGetProperty("num_target", out var several) ? Whole(several) : 1;
        var outputs = Math.Max(1, Math.Max(Whole(parameters.GetProperty("num_class")), targets));
        if (outputs > 1 && answer != ScoreMap.Softmax && answer != ScoreMap.Identity) throw new BoostException($"the model has {outputs} targets of {objective}; several targets are read only for objectives whose predictions are raw scores.");
        Require(outputs <= Math.Max(1, Booster.GetProperty("tree_info").GetArrayLength()), "it has fewer trees than outputs");
        var start = Start(objective, parameters.GetProperty("base_score").GetString() ?? "", outputs);
        var attributes = _learner.TryGetProperty("attributes", out var words) ? words.EnumerateObject().ToDictionary(item => item.Name, item => item.Value.GetString() ?? "", StringComparer.Ordinal) : [];
        var trees = new TreeModel(_columns, start, Rounds(outputs))
        {
            Loss = objective,
            LossParameters = new Dictionary<string, double>(StringComparer.Ordinal),
            Curvature = Curvature.Exact,
            CurvatureReason = "the model was read from XGBoost's file, which does not name it",
            Map = ScoreMap.Identity,
            Answer = answer,
        };
        return new XGBoostModel { Objective = objective, Attributes = attributes, Trees = MinimaAttributes.Restored(attributes, objective, trees) };
    }

    private ModelColumn[] Columns()
    {
        var count = Whole(_learner.GetProperty("learner_model_param").GetProperty("num_feature"));
        string[] Words(string name) => _learner.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString() ?? "")] : [];
        var (names, types) = (Words("feature_names"), Words("feature_types"));
        Require(count > 0 && (count <= MostUnnamed || names.Length > 0), "it has no columns, or too many without names");
        Require((names.Length == 0 || names.Length == count) && (types.Length == 0 || types.Length == count), "its names are not as many as its columns");
        Require(names.Distinct(StringComparer.Ordinal).Count() == names.Length, "two columns have one name");
        return [.. Enumerable.Range(0, count).Select(i => new ModelColumn(names.Length > 0 ? names[i] : $"f{i.ToString(CultureInfo.InvariantCulture)}", types.Length > 0 && types[i] is "c" or "categorical"))];
    }

    /// <summary>The start scores: one number for all outputs, or from version 3.1 on a list.</summary>
    private static double[] Start(string objective, string text, int outputs)
    {
        double[] given = [.. text.Trim('[', ']').Split(',').Select(word => XGBoostObjectives.ScoreOf(objective, double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture)))];
        Require(given.Length == 1 || given.Length == outputs, "its start has not one number for each output");
        Require(Array.TrueForAll(given, double.IsFinite), "its start is not finite");
        return given.Length == outputs ? given : [.. Enumerable.Repeat(given[0], outputs)];
    }

    private RegressionTree[][] Rounds(int outputs)
    {
        var model = Booster;
        double[]? weights = _booster.TryGetProperty("weight_drop", out var drop) ? Numbers(drop) : null;
        var (info, trees) = (Numbers(model.GetProperty("tree_info")), model.GetProperty("trees"));
        Require(trees.GetArrayLength() == info.Length && (weights is null || weights.Length == info.Length), "its lists of trees differ in length");
        var byOutput = Array.ConvertAll(new int[outputs], _ => new List<RegressionTree>());
        foreach (var tree in trees.EnumerateArray().Select((item, i) => (Item: item, Output: info[i], Weight: weights?[i] ?? 1)))
        {
            Require(tree.Output >= 0 && tree.Output < outputs, "a tree belongs to an output that is not there");
            byOutput[(int)tree.Output].Add(new XGBoostTree(tree.Item, _columns).Read(tree.Weight));
        }

        Require(Array.TrueForAll(byOutput, list => list.Count == byOutput[0].Count), "its outputs have not as many trees each");
        return [.. Enumerable.Range(0, byOutput[0].Count).Select(round => Array.ConvertAll(byOutput, list => list[round]))];
    }

    internal static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? double.NaN : item.ValueKind is JsonValueKind.True ? 1 : item.ValueKind is JsonValueKind.False ? 0 : item.GetDouble())];

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new BoostException($"the model cannot be read: {otherwise}.");
    }

    /// <summary>Parses a whole number. XGBoost writes the parameters of a model as texts.</summary>
    internal static int Whole(JsonElement text) => int.Parse(text.GetString() ?? "", NumberStyles.Integer, CultureInfo.InvariantCulture);
}
