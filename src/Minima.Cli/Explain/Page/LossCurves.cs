using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Analysis;
using Minima.Pages;
using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>The curves of a loss: the functions of a point loss as JavaScript, or sampled curves of a row loss.</summary>
internal sealed class LossCurves
{
    private const int RowPoints = 160;

    private readonly Loss _loss;
    private readonly string _id;
    private readonly LossControls _controls;

    public LossCurves(Loss loss, string id)
    {
        _loss = loss;
        _id = id;
        _controls = LossControls.Of(loss, byName: LossAnalysis.CanAnalyse(loss));
    }

    /// <summary>Checks if there is something to draw.</summary>
    public static bool CanDraw(Loss loss) => LossAnalysis.CanAnalyse(loss) || RowAnalysis.CanAnalyse(loss);

    /// <summary>The charts: value, gradient, curvature.</summary>
    public IEnumerable<string> Charts => HasCurvature ? ["value", "gradient", "curvature"] : HasGradient ? ["value", "gradient"] : ["value"];

    private bool HasGradient => _loss.Entry.Inputs[0].Differentiated;

    private bool HasCurvature => HasGradient && !_loss.Entry.StopsGradient;

    /// <summary>Adds data and functions to a page.</summary>
    public void AddTo(Page page)
    {
        if (LossAnalysis.CanAnalyse(_loss))
        {
            page.AddScript(Functions());
        }

        page.AddData(_id, PageJson.Write(WriteData));
    }

    /// <summary>The name of a drawn quantity.</summary>
    public static Localized NameOf(string chart) => chart switch
    {
        "value" => new("value", "函数值"),
        "gradient" => new("gradient", "梯度"),
        _ => new("curvature", "曲率"),
    };

    private string Functions()
    {
        var script = new StringBuilder($"minima.functions[\"{_id}\"] = [\n");
        foreach (var variant in _controls.Variants)
        {
            // A combination that the loss refuses draws nothing.
            script.Append("{ value: ").Append(variant is null ? "() => NaN" : FormulaWriter.Write(variant, FormulaLanguage.JavaScript).TrimEnd());
            if (variant is not null && HasGradient)
            {
                script.Append(",\ngradient: ").Append(FormulaWriter.WriteDerivative(variant, FormulaLanguage.JavaScript).TrimEnd());
            }

            if (variant is not null && HasCurvature)
            {
                script.Append(",\ncurvature: ").Append(FormulaWriter.WriteSecondDerivative(variant, FormulaLanguage.JavaScript).TrimEnd());
            }

            script.Append(" },\n");
        }

        return script.Append("];\n").ToString();
    }

    private void WriteData(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", _id);
        writer.Localized("title", LossSection.Title(_loss));
        writer.WriteString("command", Command());
        writer.WriteStartObject("heights");
        foreach (var chart in Charts)
        {
            writer.Localized(chart, NameOf(chart));
        }

        writer.WriteEndObject();
        writer.WriteStartArray("variants");
        foreach (var control in _controls.Parameters.Where(c => c.Stops.Count > 0))
        {
            writer.WriteStringValue(control.Id);
        }

        writer.WriteEndArray();
        if (_controls.Ascending.Count > 0)
        {
            writer.WriteStartArray("order");
            foreach (var name in _controls.Ascending)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        if (LossAnalysis.CanAnalyse(_loss))
        {
            WritePoint(writer, LossAnalysis.Of(_loss));
        }
        else
        {
            WriteRow(writer, RowAnalysis.Of(_loss).Section);
        }

        writer.WriteEndObject();
    }

    /// <summary>The command line up to the parameters that have controls.</summary>
    private string Command()
    {
        var entry = _loss.Entry;
        var fixedOnes = entry.Parameters.Zip(_loss.Parameters)
            .Where(p => _controls.Parameters.All(c => c.Id != p.First.Name) && ParameterInfo.Format(p.Second) != ParameterInfo.Format(p.First.Default))
            .Select(p => $" --param {p.First.Name}={ParameterInfo.Format(p.Second)}");
        var name = entry.IsText ? $"\"{entry.Formula}\"" : entry.Key;
        return $"minima explain {name}{string.Concat(fixedOnes)}";
    }

    private void WritePoint(Utf8JsonWriter writer, LossAnalysis analysis)
    {
        var entry = _loss.Entry;
        var curves = new Curves(analysis);
        var domain = _loss.DomainOf(0);
        var name = entry.Inputs[0].Name;
        writer.Localized("axis", curves.Coordinate switch
        {
            LossCoordinate.Residual => new("residual = prediction − target", "残差 = 预测值 − 目标值"),
            LossCoordinate.Margin => new("margin = target × prediction", "间隔 = 目标值 × 预测值"),
            _ when name == "prediction" => new("prediction", "预测值"),
            _ => Localized.Same(name),
        });
        writer.WriteNumber("from", curves.From);
        writer.WriteNumber("to", curves.To);
        writer.WriteBoolean("anchorLow", double.IsFinite(domain.Low));
        writer.WriteBoolean("anchorHigh", double.IsFinite(domain.High));

        var controls = _controls.Parameters.ToList();
        var target = entry.Inputs.ToList().FindIndex(i => i.Name == "target");
        var slides = target >= 0 && curves is { Coordinate: LossCoordinate.Prediction, Targets.Length: 1 };
        if (slides)
        {
            var slider = Slider.Around(curves.Targets[0], _loss.DomainOf(target));
            controls.Add(new("target", "target") { Name = new("target", "目标值"), Value = curves.Targets[0], Domain = _loss.DomainOf(target), Slider = slider });
        }

        var held = curves.Held.Where(h => !IsBound(h.Name)).ToArray();
        foreach (var (input, value) in held)
        {
            var index = entry.Inputs.ToList().FindIndex(i => i.Name == input);
            controls.Add(new(input, "input") { Name = Localized.Same(input), Value = value, Domain = _loss.DomainOf(index), Slider = Slider.Around(value, _loss.DomainOf(index)) });
        }

        if (!double.IsFinite(domain.Low) || !double.IsFinite(domain.High))
        {
            controls.Add(new("axis-width", "range") { Name = new("width of the axis", "横轴宽度"), Value = 1, Domain = Domain.Positive, Slider = new(0.1, 10, true) });
        }

        WriteControls(writer, controls);
        writer.WriteStartArray("inputs");
        for (var i = 0; i < entry.Inputs.Count; i++)
        {
            if (!IsBound(entry.Inputs[i].Name))
            {
                writer.WriteStringValue(i == 0 ? "x" : i == target ? "target" : entry.Inputs[i].Name);
            }
        }

        writer.WriteEndArray();
        writer.WriteStartArray("curves");
        foreach (var t in curves.Targets)
        {
            writer.WriteStartObject();
            if (curves.Targets.Length > 1)
            {
                writer.Localized("name", new($"target {Quantity.Digits(t)}", $"目标值 {Quantity.Digits(t)}"));
            }

            if (!slides)
            {
                writer.WriteNumber("target", t);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteMarks(writer, analysis, curves.Coordinate);
    }

    /// <summary>Writes the kinks of the curves: at a number, or at a parameter that a slider moves.</summary>
    private void WriteMarks(Utf8JsonWriter writer, LossAnalysis analysis, LossCoordinate coordinate)
    {
        writer.WriteStartArray("marks");
        foreach (var kink in analysis.Kinks.Concat(analysis.CurvatureJumps))
        {
            var fits = (kink.Place, coordinate) is (KinkPlace.Residual, LossCoordinate.Residual) or (KinkPlace.Margin, LossCoordinate.Margin) or (KinkPlace.Prediction, LossCoordinate.Prediction);
            var parameter = _controls.Parameters.FirstOrDefault(c => c.Stops.Count == 0 && c.Id == kink.At.Text);
            var isNumber = double.TryParse(kink.At.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            if (!fits || (parameter is null && !isNumber))
            {
                continue;
            }

            writer.WriteStartObject();
            if (parameter is not null)
            {
                writer.WriteString("parameter", parameter.Id);
            }
            else
            {
                writer.WriteNumber("at", kink.At.Value);
            }

            writer.WriteBoolean("both", kink.OnBothSides);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteRow(Utf8JsonWriter writer, RowSection section)
    {
        var labels = _loss.Entry.Inputs[1].Kind != InputKind.Row;
        var held = section.Others.Count == 0 ? "" : section.Others[0].ToString("0.##", CultureInfo.InvariantCulture);
        writer.Localized("axis", new($"prediction x₁ of one class, the others at {held}", $"某一类的预测值 x₁（其他类取 {held}）"));
        writer.WriteNumber("from", section.From);
        writer.WriteNumber("to", section.To);
        WriteControls(writer, _controls.Parameters);
        writer.WriteStartArray("curves");
        foreach (var t in section.Targets)
        {
            writer.WriteStartObject();
            if (section.Targets.Count > 1)
            {
                writer.Localized("name", !labels ? new($"target {Quantity.Digits(t)}", $"目标 {Quantity.Digits(t)}") : t == 1 ? new("it is the label", "该类为标签") : new("it is not the label", "该类不是标签"));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        var x = Enumerable.Range(0, RowPoints + 1).Select(i => section.From + (section.To - section.From) * i / RowPoints).ToArray();
        writer.Rounded("x", x);
        writer.WriteStartArray("samples");
        foreach (var variant in _controls.Variants)
        {
            writer.WriteStartArray();
            foreach (var t in section.Targets)
            {
                var samples = variant is null ? null : (section with { Loss = variant }).At(x, t);
                writer.WriteStartObject();
                writer.Rounded("value", samples?.Values ?? [], 5);
                writer.Rounded("gradient", samples?.Slopes ?? [], 5);
                writer.Rounded("curvature", samples?.Curvatures ?? [], 5);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteControls(Utf8JsonWriter writer, IEnumerable<LossControl> controls)
    {
        writer.WriteStartArray("controls");
        foreach (var control in controls)
        {
            control.Write(writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>An input that a parameter binds to a number is not an input of the functions.</summary>
    private bool IsBound(string input)
    {
        var index = _loss.Entry.Inputs.ToList().FindIndex(i => i.Name == input);
        return _loss.Entry.Parameters.Zip(_loss.Parameters).Any(p => p.First.BindsInput == index && p.Second is double);
    }
}
