using Minima.Analysis;

namespace Minima.Pages;

/// <summary>Pictures of a loss with gradients for two inputs, such as a mean and a variance: its value over both.</summary>
internal static class PointPictures
{
    private const double Reach = 3;

    public static IReadOnlyList<LossPicture> Of(Loss loss)
    {
        var inputs = loss.Entry.Inputs;
        var second = Enumerable.Range(1, inputs.Count - 1).FirstOrDefault(i => inputs[i].Differentiated && inputs[i].BoundTo is null, -1);
        if (!inputs[0].Differentiated || second < 0)
        {
            return [];
        }

        var held = Enumerable.Range(0, inputs.Count).Select(i => OrdinaryValue.In(loss.DomainOf(i), 0)).ToArray();
        var (x, y) = (Axis(loss, 0), Axis(loss, second));
        var others = Enumerable.Range(0, inputs.Count).Where(i => i != 0 && i != second).Select(i => $"{inputs[i].Name} = {ParameterInfo.Format(held[i])}").ToArray();
        var (at, nach) = others.Length == 0 ? ("", "") : ($" At {string.Join(", ", others)}.", $"{string.Join("，", others)}。");
        return
        [
            new SurfacePicture(
                new($"Value over {inputs[0].Name} and {inputs[second].Name}", $"函数值随 {inputs[0].Name} 与 {inputs[second].Name} 的变化"),
                new($"Darker is more.{at}", $"颜色越深，值越大。{nach}"),
                x,
                y,
                points => Values(loss, second, held, [.. points.Select(p => (x.At(p.X), y.At(p.Y)))])),
        ];
    }

    private static double[] Values(Loss loss, int second, double[] held, (double X, double Y)[] points)
    {
        var (first, other) = (loss.DomainOf(0), loss.DomainOf(second));
        var inside = Array.FindAll(points, p => first.Contains(p.X) && other.Contains(p.Y));
        var terms = new double[inside.Length];
        var batch = new LossBatch<double> { Prediction = Array.ConvertAll(inside, p => p.X), Terms = terms, Reduction = Reduction.None };
        for (var i = 1; i < held.Length; i++)
        {
            batch.SetInput(i, i == second ? Array.ConvertAll(inside, p => p.Y) : Enumerable.Repeat(held[i], inside.Length).ToArray());
        }

        loss.Evaluate(batch);
        var next = 0;
        return Array.ConvertAll(points, p => first.Contains(p.X) && other.Contains(p.Y) ? terms[next++] : double.NaN);
    }

    private static PictureAxis Axis(Loss loss, int input)
    {
        var domain = loss.DomainOf(input);
        var (from, to) = (double.IsFinite(domain.Low), double.IsFinite(domain.High)) switch
        {
            (true, true) => (domain.Low, domain.High),
            (true, false) => (domain.Low, domain.Low + Reach),
            (false, true) => (domain.High - Reach, domain.High),
            _ => (-Reach, Reach),
        };
        return new(Localized.Same(loss.Entry.Inputs[input].Name), from, to);
    }
}
