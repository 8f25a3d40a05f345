import SwiftUI

struct Bell: View {
    static let size = CGSize(width: 24, height: 24)

    var body: some View {
        Canvas { context, size in
            let scale = min(size.width / Self.size.width, size.height / Self.size.height)
            let x = (size.width - Self.size.width * scale) / 2
            let y = (size.height - Self.size.height * scale) / 2
            context.translateBy(x: x, y: y)
            context.scaleBy(x: scale, y: scale)
            Self.draw(in: context)
        }
        .aspectRatio(Self.size, contentMode: .fit)
    }

    private static func draw(in context: GraphicsContext) {
        context.stroke(Path { p in
            p.move(to: CGPoint(x: 6, y: 8))
            p.addCurve(to: CGPoint(x: 12, y: 2), control1: CGPoint(x: 6, y: 4.686), control2: CGPoint(x: 8.686, y: 2))
            p.addCurve(to: CGPoint(x: 18, y: 8), control1: CGPoint(x: 15.314, y: 2), control2: CGPoint(x: 18, y: 4.686))
            p.addCurve(to: CGPoint(x: 21, y: 17), control1: CGPoint(x: 18, y: 15), control2: CGPoint(x: 21, y: 17))
            p.addLine(to: CGPoint(x: 3, y: 17))
            p.addCurve(to: CGPoint(x: 6, y: 8), control1: CGPoint(x: 3, y: 17), control2: CGPoint(x: 6, y: 15))
            p.move(to: CGPoint(x: 10.3, y: 21))
            p.addCurve(to: CGPoint(x: 12, y: 22.005), control1: CGPoint(x: 10.641, y: 21.62), control2: CGPoint(x: 11.292, y: 22.005))
            p.addCurve(to: CGPoint(x: 13.7, y: 21), control1: CGPoint(x: 12.708, y: 22.005), control2: CGPoint(x: 13.359, y: 21.62))
        }, with: .foreground, style: StrokeStyle(lineWidth: 2, lineCap: .round, lineJoin: .round))
    }
}
