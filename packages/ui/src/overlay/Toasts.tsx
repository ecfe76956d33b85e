import { Text } from 'react-aria-components';
import {
  UNSTABLE_ToastContent as AriaToastContent,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import { Button } from '../controls/Button.tsx';
import { Icon } from '../controls/Icon.tsx';
import { useText } from '../text/TextProvider.tsx';
import { toastQueue } from './toasts.ts';

/** Messages in the corner; announced by screen readers, reached with F6. */
export function Toasts() {
  const t = useText();
  return (
    <ToastRegion queue={toastQueue} className="toasts">
      {({ toast }) => (
        <Toast toast={toast} className={`toast toast-${toast.content.tone}`}>
          <AriaToastContent className="toast-body">
            <Text slot="title">{toast.content.text}</Text>
            {toast.content.detail ? (
              <Text slot="description" className="muted" elementType="div">
                {toast.content.detail}
              </Text>
            ) : null}
          </AriaToastContent>
          {toast.content.action ? (
            <Button
              size="small"
              onPress={() => {
                toast.content.action?.run();
                toastQueue.close(toast.key);
              }}
            >
              {toast.content.action.label}
            </Button>
          ) : null}
          <Button
            tone="quiet"
            size="small"
            isIconOnly
            aria-label={t('ui.dismiss')}
            onPress={() => toastQueue.close(toast.key)}
          >
            <Icon name="close" />
          </Button>
        </Toast>
      )}
    </ToastRegion>
  );
}
