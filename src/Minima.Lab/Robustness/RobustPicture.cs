using Minima.Lab.Studies;

namespace Minima.Lab.Robustness;

/// <summary>Accuracy by the radius of the attack: six trainings, and the linear model with its certified accuracy.</summary>
internal static class RobustPicture
{
    private const int PanelWidth = 400;
    private const int PanelHeight = 300;

    private static readonly Words Radius = new("radius of the attack", "攻击半径");

    private static readonly Words Accuracy = new("accuracy, %", "准确率（%）");

    public static string Draw(Words title, StudyOutcome<AttackedNetwork> outcome, CertifiedLinear linear, Language language)
    {
        var svg = new Svg(980, 460, title.In(language));
        var networks = outcome.Methods.Select((one, style) => Line(one.Name, [one.Over(network => network.Clean).Mean, .. RobustExperiment.Radii.Select((_, k) => one.Over(network => network.Robust[k]).Mean)], style)).ToArray();
        Panel(new("a network of one hidden layer", "单隐藏层网络"), networks, svg, 80, language);
        var proofs = linear.Trainings.SelectMany((one, k) => new[]
        {
            Line(new($"{one.Name}, attacked", $"{one.Name}，受攻击后"), [.. one.Attacked.Select(share => share.Mean)], 2 * k),
            Line(new($"{one.Name}, proved", $"{one.Name}，可证明"), [.. one.Certified.Select(share => share.Mean)], (2 * k) + 1),
        }).ToArray();
        Panel(new("a linear model", "线性模型"), proofs, svg, 560, language);
        return svg.ToString();
    }

    private static Series Line(Words name, IReadOnlyList<double> shares, int style) =>
        new(name, [.. CertifiedLinear.Radii.Zip(shares, (radius, share) => (radius, 100 * share))], style) { HasMarks = true };

    private static void Panel(Words title, Series[] lines, Svg svg, double left, Language language)
    {
        new LinePanel { Title = title, XTitle = Radius, YTitle = Accuracy, Lines = lines, Y = (0, 100) }.Draw(svg, left, 70, PanelWidth - 20, PanelHeight - 10, language);
        Series.Legend(svg, lines, left, PanelWidth - 20, 420, language);
    }
}
