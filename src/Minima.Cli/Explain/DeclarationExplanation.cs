using System.Globalization;
using System.Text.Json;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training;

namespace Minima.Cli.Explain;

/// <summary>Optimizers, schedules, activations, layers and metrics in text and JSON.</summary>
internal static class DeclarationExplanation
{
    /// <summary>All declarations.</summary>
    public static IReadOnlyList<Declaration> All { get; } = [.. Optimizers.All, .. Schedules.All, .. Activations.All, .. ModelBuilder.All, .. Training.Metric.All];

    /// <summary>Names and aliases.</summary>
    public static IEnumerable<string> Names => All.SelectMany(one => one.Aliases.Prepend(one.Name));

    /// <summary>
    /// The declarations of a name. Several kinds may share one: an alias counts only if nothing has it as its own name, and a loss of that name comes first;
    /// <c>activation:sigmoid</c> resolves the ambiguity.
    /// </summary>
    public static IReadOnlyList<Declaration> Find(string name)
    {
        if (name.Split(':') is [var kind, var own] && All.Any(one => one.Kind == kind)) return [.. All.Where(one => one.Kind == kind && one.IsCalled(own))];
        if (LossSpec.Named(name) is not null) return [];
        var called = All.Where(one => one.IsCalled(name)).ToArray();
        var exact = Array.FindAll(called, one => Minima.Names.Normalise(one.Name) == Minima.Names.Normalise(name));
        return exact.Length > 0 ? exact : called;
    }

    /// <summary>The lines, in order.</summary>
    public static IEnumerable<ExplainedLine> Lines(Declaration one, Tongue tongue, int width)
    {
        var layout = new TextLayout(width);
        yield return new($"{one.Name}: {tongue.Say(one.Kind, ChineseKind(one.Kind))}", true);
        foreach (var line in Wrapped.Lines(tongue.Say(one.Summary, one.ChineseSummary), width)) yield return new(line);
        foreach (var line in layout.Paragraph(tongue.Say("Formula", "公式"), one.Formula).Concat(Parameters(one, tongue, layout))) yield return line;
        foreach (var line in layout.Paragraph(tongue.Say("Also called", "别名"), string.Join(", ", one.Aliases)).Concat(layout.Paragraph(tongue.Say("Source", "出处"), one.Source)).Concat(layout.Paragraph(tongue.Say("In other libraries", "在其他库中"), string.Join(", ", one.Elsewhere))))
        {
            yield return line;
        }
    }

    /// <summary>Writes one as an object, several as a list under <c>declarations</c>.</summary>
    public static void WriteJson(IReadOnlyList<Declaration> all, TextWriter output)
    {
        output.WriteLine(JsonAnswer.Indented(writer =>
        {
            if (all.Count > 1)
            {
                writer.WriteStartObject();
                writer.WriteStartArray("declarations");
            }

            foreach (var one in all) WriteJson(writer, one);
            if (all.Count > 1)
            {
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
        }));
    }

    private static IEnumerable<ExplainedLine> Parameters(Declaration one, Tongue tongue, TextLayout layout)
    {
        if (one.Parameters.Count == 0) yield break;
        foreach (var line in TextLayout.Heading(tongue.Say("Parameters", "参数"))) yield return line;
        var left = one.Parameters.Select(p => double.IsNaN(p.Default) ? p.Name : $"{p.Name} = {Default(p)}").ToArray();
        foreach (var (parameter, name) in one.Parameters.Zip(left))
        {
            var required = parameter.IsRequired ? tongue.Say(", must be given", "，必须给出") : "";
            var right = tongue.Say($"{parameter.Rule}{required}: {parameter.Meaning}", $"{parameter.ChineseRule}{required}：{parameter.ChineseMeaning}");
            foreach (var line in layout.Item(name, right, left.Max(TextWidth.Of))) yield return line;
        }
    }

    private static string Default(NamedOption option) => option.Kind == OptionKind.Flag ? option.Default != 0 ? "true" : "false" : option.Default.ToString("R", CultureInfo.InvariantCulture);

    private static void WriteJson(Utf8JsonWriter writer, Declaration one)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", one.Kind);
        writer.WriteString("name", one.Name);
        writer.WriteTexts("aliases", one.Aliases);
        WriteTexts(writer, "summary", one.Summary, one.ChineseSummary);
        writer.WriteString("formula", one.Formula);
        writer.WriteStartArray("parameters");
        foreach (var parameter in one.Parameters)
        {
            writer.WriteStartObject();
            writer.WriteString("name", parameter.Name);
            writer.WritePropertyName("default");
            if (double.IsNaN(parameter.Default)) writer.WriteNullValue();
            else if (parameter.Kind == OptionKind.Flag) writer.WriteBooleanValue(parameter.Default != 0);
            else writer.WriteNumberValue(parameter.Default);
            writer.WriteBoolean("required", parameter.IsRequired);
            WriteTexts(writer, "domain", parameter.Rule, parameter.ChineseRule);
            WriteTexts(writer, "meaning", parameter.Meaning, parameter.ChineseMeaning);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("source", one.Source);
        writer.WriteTexts("libraries", one.Elsewhere);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, string english, string chinese)
    {
        writer.WriteStartObject(name);
        writer.WriteString("en", english);
        writer.WriteString("zh", chinese);
        writer.WriteEndObject();
    }

    private static string ChineseKind(string kind) => kind switch
    {
        "optimizer" => "优化器",
        "schedule" => "学习率调度",
        "activation" => "激活函数",
        "layer" => "层",
        _ => "指标",
    };
}
