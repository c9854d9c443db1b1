using Minima.Lab.Pictures;

namespace Minima.Lab.Robustness;

/// <summary>Accuracy by the radius of the attack: six trainings, and the linear model beside its proof.</summary>
internal static class RobustPicture
{
    private const int PanelWidth = 400;
    private const int PanelHeight = 300;

    private static readonly Words Radius = new("radius of the attack", "攻击半径");

    private static readonly Words Accuracy = new("accuracy, %", "准确率（%）");

    public static string Draw(Words title, IReadOnlyList<MeasuredTraining> trainings, CertifiedLinear linear, Language language)
    {
        var svg = new Svg(980, 460, title.In(language));
        var networks = trainings.Select((one, style) => Line(one.Name, linear.Radii, [one.Clean, .. one.Robust], style)).ToArray();
        Panel(new("a network of one hidden layer", "单隐藏层网络"), networks, svg, 80, language);
        var proofs = linear.Trainings.SelectMany((one, k) => new[]
        {
            Line(new($"{one.Name}, attacked", $"{one.Name}，受攻击后"), linear.Radii, one.Attacked, 2 * k),
            Line(new($"{one.Name}, proved", $"{one.Name}，可证明"), linear.Radii, one.Certified, (2 * k) + 1),
        }).ToArray();
        Panel(new("a linear model", "线性模型"), proofs, svg, 560, language);
        return svg.ToString();
    }

    private static Series Line(Words name, IReadOnlyList<double> radii, IReadOnlyList<double> shares, int style) =>
        new(name, [.. radii.Zip(shares, (radius, share) => (radius, 100 * share))], style) { HasMarks = true };

    private static void Panel(Words title, Series[] lines, Svg svg, double left, Language language)
    {
        new LinePanel { Title = title, XTitle = Radius, YTitle = Accuracy, Lines = lines, Y = (0, 100) }.Draw(svg, left, 70, PanelWidth - 20, PanelHeight - 10, language);
        Series.Legend(svg, lines, left, PanelWidth - 20, 420, language);
    }
}
