using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Losses on images beyond the reference cases, which are mostly single planes: batches, channels, sizes that do not fit.</summary>
public sealed class ImageLossTests
{
    /// <summary>Losses of which a batch is the mean of its images.</summary>
    public static TheoryData<string> Keys =>
    [
        "ssim", "ms_ssim", "total_variation", "gradient_difference", "focal_frequency", "perceptual", "silog", "inverse_depth_smoothness",
        "mutual_information", "bending_energy", "spectral_amplitude", "local_ncc",
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_batch_is_the_mean_of_its_images(string key)
    {
        using var step = StepScope.Begin();
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Key == key);
        var loss = Small(entry);
        var batch = entry.Inputs.Select((_, i) => GradientCheck.Numbers([3, 2, 8, 9], i + 1, 0.05, 0.95)).ToArray();
        var all = loss.Apply(batch).Item();
        var mean = Enumerable.Range(0, 3).Select(image => loss.Apply([.. batch.Select(x => x.Slice(0, image, 1))]).Item()).Average();
        Assert.Equal(mean, all, 1e-12);
        Assert.NotEqual(loss.Apply([.. batch.Select(x => x.Slice(0, 0, 1))]).Item(), all, 1e-6);
    }

    /// <summary>An empty batch has the value 0, not NaN, and a gradient of nothing.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void An_empty_batch_is_zero(string key)
    {
        using var step = StepScope.Begin();
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Key == key);
        var loss = Small(entry);
        var inputs = entry.Inputs.Select(_ => Tensor.Zeros([0, 2, 8, 9], ElementType.Double)).ToArray();
        inputs[0] = inputs[0].WithGradient();
        var value = loss.Apply(inputs);
        Assert.Equal(0, value.Item());
    }

    [Fact]
    public void Local_correlation_sees_three_axes_of_space()
    {
        using var step = StepScope.Begin();
        var loss = new Minima.Tensors.Losses.LocalCorrelation { KernelSize = 3 };
        var p = GradientCheck.Numbers([1, 1, 4, 3, 5], 1, 0, 1);
        var t = GradientCheck.Numbers([1, 1, 4, 3, 5], 2, 0, 1);
        var got = loss.Apply(p, t, new LossArguments { Reduction = Minima.Reduction.None }).ToArray();
        var (a, b) = (p.ToArray(), t.ToArray());
        for (var at = 0; at < got.Length; at++)
        {
            double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
            var (z, y, x) = (at / 15, at / 5 % 3, at % 5);
            for (var other = 0; other < got.Length; other++)
            {
                if (Math.Abs((other / 15) - z) > 1 || Math.Abs((other / 5 % 3) - y) > 1 || Math.Abs((other % 5) - x) > 1) continue;
                (sa, sb, saa, sbb, sab) = (sa + a[other], sb + b[other], saa + (a[other] * a[other]), sbb + (b[other] * b[other]), sab + (a[other] * b[other]));
            }

            var cross = sab - (sa * sb / 27);
            Assert.Equal(-(cross * cross) / (Math.Max(saa - (sa * sa / 27), 1e-5) * Math.Max(sbb - (sb * sb / 27), 1e-5)), got[at], 1e-12);
        }
    }

    [Fact]
    public void Windows_longer_than_the_image_are_refused()
    {
        var image = GradientCheck.Numbers([7, 7]);
        var refused = Assert.Throws<LossException>(() => new Minima.Tensors.Losses.StructuralSimilarityLoss(11, 1.5, 1).Apply(image, image));
        Assert.Equal(LossError.Shape, refused.Error);
        Assert.Contains("window of 11", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_is_too_small_to_bend_is_refused() =>
        Assert.Equal(LossError.Shape, Assert.Throws<LossException>(() => new Minima.Tensors.Losses.BendingEnergy(2, false).Apply(GradientCheck.Numbers([4, 5]))).Error);

    [Fact]
    public void An_image_that_does_not_fit_the_depth_is_refused() =>
        Assert.Equal(LossError.Shape, Assert.Throws<LossException>(() => default(Minima.Tensors.Losses.InverseDepthSmoothness).Apply(GradientCheck.Numbers([2, 1, 4, 5]), GradientCheck.Numbers([2, 3, 5, 4]))).Error);

    /// <summary>With windows that small images have room for.</summary>
    private static TensorLoss Small(LossEntry entry)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (entry.Parameters.Any(p => p.Name == "window")) parameters["window"] = 3;
        return (TensorLoss)Minima.Loss.Create(entry, parameters);
    }
}
