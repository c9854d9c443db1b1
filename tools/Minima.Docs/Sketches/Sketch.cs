using Minima.Pages;

namespace Minima.Docs;

/// <summary>A small drawing of the inputs of a loss: what is predicted in one colour, what is true in another.</summary>
internal abstract record Sketch
{
    /// <summary>The style of what is true or held.</summary>
    public const int Truth = 0;

    /// <summary>The style of what moves.</summary>
    public const int Mover = 1;

    /// <summary>The style of what belongs to another class.</summary>
    public const int Other = 2;

    public abstract void Draw(Svg svg, double left, double top, double width, double height);

    protected static string Colour(int style) => Series.Colours[style];

    /// <summary>A mark whose form differs by its style too: a disc, a square, a triangle.</summary>
    protected static void Mark(Svg svg, double x, double y, int style, double size = 4)
    {
        switch (style)
        {
            case Truth:
                svg.Dot(x, y, size, Colour(style));
                break;
            case Mover:
                svg.Box(x - size, y - size, 2 * size, 2 * size, Colour(style));
                break;
            default:
                svg.Outline("path", ("d", svg.Way([(x, y - size - 1), (x + size + 1, y + size), (x - size - 1, y + size)]) + "Z"), ("fill", Colour(style)));
                break;
        }
    }
}
