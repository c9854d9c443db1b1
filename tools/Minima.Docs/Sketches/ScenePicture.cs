using System.Text.Json.Nodes;
using Minima.Pages;
using Minima.Tabular;

namespace Minima.Docs;

/// <summary>A scene drawn: three sketches of the inputs above, the loss all along below, for three values of the parameter that shows most.</summary>
internal sealed class ScenePicture
{
    private const int Width = 480;
    private const int Height = 372;
    private const int LegendHeight = 40;
    private const int SketchTop = 44;
    private const int SketchWidth = 132;
    private const int SketchHeight = 84;
    private const int SketchGap = 22;
    private const int Top = 178;
    private const int Left = 62;
    private const int PanelWidth = 400;
    private const int PanelHeight = 146;
    private const int Steps = 120;

    /// <summary>A line is told from another if they part by this share of the panel.</summary>
    private const double Visible = 0.02;

    /// <summary>The parameters that learners ask for first.</summary>
    private static readonly string[] First = ["temperature", "margin", "gamma", "delta", "quantile", "alpha", "beta", "scale", "sigma", "tau", "smoothing", "kappa", "c", "lambda"];

    private readonly LossEntry entry;
    private readonly Scene scene;
    private readonly JsonObject given;
    private readonly double[] grid;
    private readonly List<(Words Name, Func<double[], double[]> Of)> lines = [];

    /// <exception cref="InvalidOperationException">The loss refuses the inputs of the scene.</exception>
    public ScenePicture(LossEntry entry, Scene scene)
    {
        (this.entry, this.scene) = (entry, scene);
        given = new JsonObject(entry.Parameters.Where(p => p.IsRequired).Select(p => KeyValuePair.Create(p.Name, (JsonNode?)Shown(p))));
        foreach (var (name, value) in scene.Parameters) given[name] = value!.DeepClone();
        grid = PictureAxis.Spaced(scene.From, scene.To, Steps + 1);
        if (scene.Readings.Count > 0)
        {
            lines.AddRange(scene.Readings.Select(reading => (reading.Name, (Func<double[], double[]>)(x => Values(scene.At, given, x, reading.Of)))));
        }
        else if (scene.Variants.Count > 0)
        {
            lines.AddRange(scene.Variants.Select(variant => (variant.Name, (Func<double[], double[]>)(x => Values(variant.At, given, x)))));
        }
        else
        {
            lines.Add(("", x => Values(scene.At, given, x)));
            lines = Swept() ?? lines;
        }

        Heights = [.. lines.Select(line => line.Of(grid))];
        if (Heights.Any(line => line.Count(double.IsFinite) < Steps / 2))
        {
            var answer = Example.Run([Request(scene.At, given, (scene.From + scene.To) / 2)])[0];
            throw new InvalidOperationException($"{entry.Key}: the scene '{scene.What.English}' has too few values; in its middle the loss answers {answer.ToJsonString()}");
        }
    }

    /// <summary>The values of the lines over an even grid.</summary>
    public IReadOnlyList<double[]> Heights { get; }

    public Words What => scene.What;

    /// <summary>What moves is nothing to the loss.</summary>
    public bool IsLevel => Heights.All(line => line.Where(double.IsFinite).Max() - line.Where(double.IsFinite).Min() is var rise && rise <= 1e-9 * (1 + line.Where(double.IsFinite).Max(Math.Abs)));

    /// <summary>What is drawn is no loss but what comes out in its place.</summary>
    public bool IsReading => scene.Readings.Count > 0;

    /// <summary>The file of the first or second picture of a loss.</summary>
    public static string File(LossEntry entry, int index, Tongue tongue) => index == 0 ? $"{entry.Key}.{tongue.Code}.svg" : $"{entry.Key}-{index + 1}.{tongue.Code}.svg";

    /// <summary>The picture for those who do not see it: what moves, and the first line at the three places.</summary>
    public string Alternative(Tongue tongue)
    {
        var values = lines[0].Of(scene.Moments).Select(Numbers.Short).ToArray();
        return tongue.Say($"{scene.Axis.English}: {values[0]}, then {values[1]}, then {values[2]}", $"{scene.Axis.Chinese}：依次为 {values[0]}、{values[1]}、{values[2]}");
    }

    public string Draw(Language language)
    {
        string[] titles = [Picture.TitleOf(entry, language), entry.Key];
        var height = lines.Count > 1 ? Height + LegendHeight : Height;
        var svg = new Svg(Width, height, titles.First(title => title == entry.Key || Svg.WidthOf(title, 15) * 1.1 < Width - 16));
        var range = FunctionChart.Range([.. Heights.SelectMany(line => line).Where(double.IsFinite).Order()]);
        for (var i = 0; i < scene.Moments.Length; i++)
        {
            var left = ((Width - (3 * SketchWidth) - (2 * SketchGap)) / 2) + (i * (SketchWidth + SketchGap));
            svg.Box(left - 4, SketchTop - 4, SketchWidth + 8, SketchHeight + 8, "#fbfcfd", Svg.Grid);
            scene.Draw(scene.Moments[i]).Draw(svg, left, SketchTop, SketchWidth, SketchHeight);
            svg.Text(left + (SketchWidth / 2), SketchTop + SketchHeight + 20, Numbered(i), Anchor.Middle, isBold: true);
            var x = Left + ((scene.Moments[i] - scene.From) / (scene.To - scene.From) * PanelWidth);
            svg.Line(x, Top, x, Top + PanelHeight, Svg.Frame, 1, "2 3");
            svg.Text(x, Top - 6, Numbered(i), Anchor.Middle, isBold: true);
        }

        Series[] all = [.. lines.Select((line, i) => new Series(line.Name, [.. FunctionChart.Broken(line.Of, grid, Heights[i], range)], i))];
        new LinePanel { Title = "", XTitle = scene.Axis, YTitle = scene.Readings.Count > 0 ? new("value", "值") : new("loss", "损失"), Lines = all, X = (scene.From, scene.To), Y = range, IsOfFunctions = true }.Draw(svg, Left, Top, PanelWidth, PanelHeight, language);
        if (all.Length > 1) Series.Legend(svg, all, 0, Width, height - 28, language);
        return svg.ToString();
    }

    private static string Numbered(int i) => ((char)('1' + i)).ToString();

    /// <summary>Lines for the usual value of a parameter, a smaller and a larger one; null if none shows.</summary>
    private List<(Words Name, Func<double[], double[]> Of)>? Swept()
    {
        var usual = lines[0].Of(grid);
        var ordered = entry.Parameters.Where(p => !scene.Parameters.ContainsKey(p.Name)).OrderBy(p => p.Kind is ParameterKind.Number or ParameterKind.OptionalNumber ? 0 : 1).ThenBy(p => Array.IndexOf(First, p.Name) is var place && place < 0 ? First.Length : place);
        foreach (var parameter in ordered)
        {
            IEnumerable<object> others = parameter switch
            {
                { Shown: double number } => View.Around(number, parameter.Domain).Skip(1).Cast<object>(),
                { Default: bool flag } => [!flag],
                { Kind: ParameterKind.Choice } => parameter.Choices.Where(choice => choice != (string?)parameter.Default),
                _ => [],
            };
            var swept = new List<(Words Name, Func<double[], double[]> Of)> { ($"{parameter.Name} = {Text(parameter.Shown)}", lines[0].Of) };
            var heights = new List<double[]> { usual };
            foreach (var value in others.Take(2))
            {
                var changed = (JsonObject)given.DeepClone();
                changed[parameter.Name] = Made.Json(value);
                var line = Values(scene.At, changed, grid);
                if (line.Count(double.IsFinite) < Steps / 2 || !Parts(line, usual)) break;
                heights.Add(line);
                swept.Add(($"{parameter.Name} = {Text(value)}", x => Values(scene.At, changed, x)));
            }

            if (swept.Count == 1 + others.Take(2).Count() && swept.Count > 1) return swept;
        }

        return null;
    }

    /// <summary>Whether a reader can tell two lines apart, and both from a level one.</summary>
    private static bool Parts(double[] line, double[] usual)
    {
        double[] all = [.. line.Concat(usual).Where(double.IsFinite)];
        var height = all.Max() - all.Min();
        return line.Zip(usual).Any(pair => Math.Abs(pair.First - pair.Second) > Visible * height) && Rise(usual) > 5 * Visible * height && Rise(line) > Visible * height;

        static double Rise(double[] values) => values.Where(double.IsFinite).Max() - values.Where(double.IsFinite).Min();
    }

    private static string Text(object? value) => value is double number ? Numbers.Short(number) : ParameterInfo.Format(value);

    private static JsonNode? Shown(ParameterInfo parameter) => JsonNode.Parse(ParameterInfo.Format(parameter.Shown));

    private JsonObject Request(Func<double, JsonObject> at, JsonObject parameters, double place)
    {
        var request = new JsonObject { ["loss"] = entry.Key, ["params"] = parameters.DeepClone(), ["inputs"] = at(place) };
        if (IsReading) request["reduction"] = "none";
        return request;
    }

    private double[] Values(Func<double, JsonObject> at, JsonObject parameters, double[] places, Func<double, JsonNode, double>? of = null) =>
        [.. Example.Run(places.Select(place => Request(at, parameters, place))).Zip(places, (answer, place) => answer["value"] switch
        {
            null => double.NaN,
            { } value when of is not null => of(place, value),
            JsonArray => double.NaN,
            { } value => value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? value.GetValue<double>() : double.NaN,
        })];
}
