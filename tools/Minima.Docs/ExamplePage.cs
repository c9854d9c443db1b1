using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Tabular;

namespace Minima.Docs;

/// <summary>The page of a loss whose inputs have shapes of their own: what it says is shown on a small batch.</summary>
internal sealed class ExamplePage(LossEntry entry, Example example, IReadOnlyList<ScenePicture> pictures, Tongue tongue) : Page(entry, tongue)
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly LossEntry entry = entry;
    private readonly Tongue tongue = tongue;

    public string Write(IEnumerable<VersusPage> pairs)
    {
        var text = tongue.TextOf(entry);
        Title();
        Scenes(pictures);
        Choice(text);
        Formulas();
        Parameters();
        Inputs();
        Libraries();
        Relations(pairs);
        Properties();
        Code();
        OtherNames();
        Source();
        return Finished();
    }

    private void Inputs()
    {
        Heading("Inputs", "输入");
        Table(
            [tongue.Say("name", "名称"), tongue.Say("axes", "各轴"), tongue.Say("must be", "取值范围"), tongue.Say("has a gradient", "是否求梯度"), tongue.Say("may be left out", "可否省略")],
            entry.Inputs.Select(input => new[]
            {
                $"`{input.Name}`",
                input.Kind == InputKind.Box ? "[... 4]" : input.Axes.Length == 0 ? tongue.Say("any", "任意") : $"[{input.Axes}]",
                tongue.Of(input, input.Domain),
                input.Differentiated ? tongue.Say("yes", "是") : tongue.Say("no", "否"),
                input.IsOptional ? tongue.Say("yes", "可以") : tongue.Say("no", "不可"),
            }));
        Line(example.IsScalar
            ? tongue.Say("The loss is one number of the whole batch and no mean of terms: it takes neither weights nor a reduction.", "该损失是整个批次的一个数，而不是各项的平均：不接受权重，也没有归约方式。")
            : tongue.Say("Axes of one letter have one length. A `sample_weight` and a `mask` have one number for each term.", "字母相同的轴长度相同。`sample_weight` 与 `mask` 每项一个数。"));
    }

    private void Properties()
    {
        Heading("Properties", "属性");
        Table(
            [tongue.Say("property", "属性"), tongue.Say("value", "内容")],
            [
                [tongue.Say("family", "损失族"), Family()],
                [tongue.Say("kinks (and the slope taken there)", "折点（及该处所取的斜率）"), entry.Kinks.Length == 0 ? tongue.Say("none", "无") : tongue.Say(entry.Kinks, entry.ChineseKinks)],
                [tongue.Say("lower bound", "下界"), double.IsNegativeInfinity(entry.LowerBound) ? tongue.Say("none: the value may be negative", "无：损失值可以为负") : Numbers.Full(entry.LowerBound)],
                [tongue.Say("gradient", "梯度"), entry.StopsGradient ? tongue.Say("not everywhere the derivative of the value: parts count as constants", "并非处处是损失值的导数：其中一部分视为常数") : tongue.Say("exact", "精确")],
            ]);
    }

    private void Code()
    {
        var value = Numbers.Short(example.Value);
        if (entry.TakesTensors)
        {
            Heading("In C#", "在 C# 中使用");
            Block("csharp", CSharp());
            Line(tongue.Say($"The loss is {value}.", $"损失为 {value}。"));
        }

        Heading("On the command line", "在命令行中使用");
        Line(tongue.Say("Value and gradient, from any language that can write a line of JSON:", "任何能写出一行 JSON 的语言都可以取得损失值与梯度："));
        Block("sh", $"echo '{example.Request}' | minima evaluate");
        Line(tongue.Say("The answer, to six digits:", "输出（保留六位有效数字）："));
        var answer = new JsonObject { ["loss"] = entry.Key, ["value"] = Rounded(example.Answer["value"]!), ["gradient"] = Rounded(example.Answer["gradient"]!) };
        Block("json", answer.ToJsonString(Compact));
    }

    private string CSharp()
    {
        var choices = example.Parameters.Count == 0 ? [] : Constructor().Select(parameter => parameter.ParameterType).Where(type => type.IsEnum).Select(type => type.Namespace!);
        var lines = new List<string>(choices.Concat(["Minima.Tensors", entry.Type.Namespace!]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => $"using {name};")) { string.Empty };
        var names = new List<string>();
        foreach (var input in entry.Inputs)
        {
            if (example.Inputs[input.Name] is not { } value)
            {
                continue;
            }

            var name = CSharpName.Of(input.Name);
            names.Add(names.Count < entry.Inputs.ToList().IndexOf(input) ? $"{name}: {name}" : name);
            lines.Add(Declaration(name, value, input.Kind == InputKind.TensorOfLabels, input.Differentiated));
        }

        var isOfCritic = names.Count == 0;
        if (isOfCritic) names.Add(Critic(lines));
        lines.Add($"var loss = {Construction()}.Apply({string.Join(", ", names)});");
        if (isOfCritic || entry.Inputs.Any(i => i.Differentiated && example.Inputs.ContainsKey(i.Name)))
        {
            lines.Add("loss.Backward();");
        }

        return string.Join('\n', lines);
    }

    /// <summary>The gradient of a small critic, which the batch names in place of the gradient that the loss takes.</summary>
    private string Critic(List<string> lines)
    {
        foreach (var (name, value) in example.Inputs) lines.Add(Declaration(name, value!, isLabels: false, isDifferentiated: name is "w1" or "w2"));
        lines.Add("Tensor Critic(Tensor points) => points.MatMul(w1.Transpose()).Tanh().MatMul(w2.Reshape([w2.Count, 1]));");
        return $"CriticGradient.At(Critic, {(example.Inputs.ContainsKey("noise") ? "CriticGradient.Around(x, noise)" : "x")})";
    }

    private static string Declaration(string name, JsonNode value, bool isLabels, bool isDifferentiated)
    {
        var (numbers, shape) = (new List<string>(), new List<int>());
        Flatten(value, numbers, shape, 0);
        var elements = string.Join(", ", isLabels ? numbers.Select(n => n.Split('.')[0]) : numbers.Select(n => n is "Infinity" or "-Infinity" or "NaN" ? n.Replace("Infinity", "double.PositiveInfinity", StringComparison.Ordinal).Replace("NaN", "double.NaN", StringComparison.Ordinal) : n));
        return $"var {name} = Tensor.Of((ReadOnlySpan<{(isLabels ? "int" : "double")}>)[{elements}], [{string.Join(", ", shape)}]){(isDifferentiated ? ".WithGradient()" : "")};";
    }

    private string Construction()
    {
        var loss = Loss.Create(entry, example.Parameters.ToDictionary(p => p.Key, p => Parameter(p.Value), StringComparer.Ordinal));
        if (example.Parameters.Count == 0)
        {
            return $"new {entry.Type.Name}()";
        }

        var constructor = Constructor();
        return $"new {entry.Type.Name}({string.Join(", ", loss.Parameters.Select((value, i) => Literal(value, constructor[i].ParameterType)))})";
    }

    private System.Reflection.ParameterInfo[] Constructor() => entry.Type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First().GetParameters();

    private static string Literal(object? value, Type type) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string word => $"{type.Name}.{type.GetFields().First(f => f.IsLiteral && string.Equals(f.Name, word.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)).Name}",
        ImmutableArray<double> list => $"[{string.Join(", ", list.Select(Numbers.Full))}]",
        ImmutableArray<ImmutableArray<double>> rows => $"[{string.Join(", ", rows.Select(row => Literal(row, type)))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static object? Parameter(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array when value.AsArray() is [JsonArray, ..] => value.AsArray().Select(row => Row(row!)).ToImmutableArray(),
        JsonValueKind.Array => Row(value),
        JsonValueKind.Number => value.GetValue<double>(),
        _ => value.GetValue<string>(),
    };

    private static ImmutableArray<double> Row(JsonNode row) => [.. row.AsArray().Select(x => x!.GetValue<double>())];

    private static void Flatten(JsonNode node, List<string> numbers, List<int> shape, int depth)
    {
        if (node is not JsonArray array)
        {
            numbers.Add(node.GetValueKind() switch { JsonValueKind.True => "1", JsonValueKind.False => "0", JsonValueKind.String => node.GetValue<string>(), _ => node.ToJsonString() });
            return;
        }

        if (shape.Count == depth)
        {
            shape.Add(array.Count);
        }

        foreach (var element in array)
        {
            Flatten(element!, numbers, shape, depth + 1);
        }
    }

    private static JsonNode Rounded(JsonNode node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(x => Rounded(x!))]),
        JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Rounded(p.Value!)))),
        _ when node.GetValueKind() == JsonValueKind.Number => JsonNode.Parse(node.GetValue<double>().ToString("G6", CultureInfo.InvariantCulture))!,
        _ => node.DeepClone(),
    };
}
